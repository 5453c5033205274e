package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

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
        int codec = frame.get(start);
        int length = frame.getInt(start + 1);
        if (!BlockCodec.isKnown(codec)) {
            throw new CorruptSSTableException(file, offset, "unknown codec " + codec);
        }
        if (length < 1 || length > largestContent) {
            throw new CorruptSSTableException(
                    file, offset, "a block of " + length + " bytes in a file whose largest has " + largestContent);
        }
        return length;
    }

    /// Unpacks a checked block into memory of just its content's length.
    static void unpack(String file, long offset, ByteBuffer frame, MemorySegment content)
            throws CorruptSSTableException {
        int start = frame.position();
        var stored = frame.slice(
                start + SSTableFormat.BLOCK_HEADER_BYTES, frame.remaining() - SSTableFormat.BLOCK_OVERHEAD_BYTES);
        try {
            BlockCodec.of(frame.get(start)).decompress(stored, content.asByteBuffer());
        } catch (BlockCodec.BadContentException e) {
            throw new CorruptSSTableException(file, offset, e.getMessage(), e);
        }
    }
}
