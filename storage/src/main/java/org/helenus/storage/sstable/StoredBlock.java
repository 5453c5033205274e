package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.helenus.storage.cache.ScratchBuffers;

/// A block as it lies in the file, see [SSTableFormat]: made by the writer, checked and unpacked by readers.
final class StoredBlock {
    private StoredBlock() {}

    /// Checks a whole stored block and gives the length of its content.
    ///
    /// @param frame the block from header to checksum, from position to limit; left as it is
    /// @param verify whether to compute the checksum; lengths are checked always
    /// @param largestContent what the file's statistics say that no block exceeds
    static int contentLength(
            String file, SSTableId id, long offset, ByteBuffer frame, boolean verify, int largestContent)
            throws CorruptSSTableException {
        int start = frame.position();
        int covered = frame.remaining() - SSTableFormat.CRC_BYTES;
        if (verify
                && SSTableFormat.checksum(id, offset, frame.slice(start, covered)) != frame.getInt(start + covered)) {
            throw new CorruptSSTableException(file, offset, "block checksum");
        }
        boolean turned = isTurned(frame);
        int codec = frame.get(start) & ~SSTableFormat.TURNED;
        int length = frame.getInt(start + 1);
        if (turned) {
            int columns = covered < SSTableFormat.TURNED_HEADER_BYTES ? 0 : frame.getInt(start + 5);
            if (columns < 1 || columns >= length) {
                throw new CorruptSSTableException(
                        file, offset, "columns of " + columns + " bytes for a block of " + length);
            }
        }
        if (!BlockCodec.isKnown(codec)) {
            throw new CorruptSSTableException(file, offset, "unknown codec " + codec);
        }
        if (length < 1 || length > largestContent) {
            throw new CorruptSSTableException(
                    file, offset, "a block of " + length + " bytes in a file whose largest has " + largestContent);
        }
        return length;
    }

    private static boolean isTurned(ByteBuffer frame) {
        return (frame.get(frame.position()) & SSTableFormat.TURNED) != 0;
    }

    /// Unpacks a checked block into memory of just its content's length.
    ///
    /// @param scratch lends memory for the columns of a turned block, …
    /// @param turning … and this turns them back
    static void unpack(
            String file,
            long offset,
            ByteBuffer frame,
            MemorySegment content,
            ScratchBuffers scratch,
            TurnedBlock turning)
            throws CorruptSSTableException {
        int start = frame.position();
        boolean turned = isTurned(frame);
        int header = turned ? SSTableFormat.TURNED_HEADER_BYTES : SSTableFormat.BLOCK_HEADER_BYTES;
        var codec = BlockCodec.of(frame.get(start) & ~SSTableFormat.TURNED);
        var stored = frame.slice(start + header, frame.remaining() - header - SSTableFormat.CRC_BYTES);
        try {
            if (turned) {
                var columns = scratch.borrow(frame.getInt(start + 5));
                try {
                    codec.decompress(stored, columns);
                    turning.restore(MemorySegment.ofBuffer(columns), content);
                } finally {
                    scratch.giveBack(columns);
                }
            } else {
                codec.decompress(stored, content.asByteBuffer());
            }
        } catch (BlockCodec.BadContentException e) {
            throw new CorruptSSTableException(file, offset, e.getMessage(), e);
        }
    }
}
