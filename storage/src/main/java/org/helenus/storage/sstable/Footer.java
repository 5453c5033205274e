package org.helenus.storage.sstable;

import java.nio.ByteBuffer;

/// Where the sections of a file lie, and which file it is. The sections follow each other without a gap, from the end
/// of the blocks to the footer.
///
/// @param filterLength 0 when the table has no filter; else, as all lengths here, with the section's checksum
record Footer(
        SSTableId id,
        long indexOffset,
        long indexLength,
        long filterOffset,
        long filterLength,
        long deletionsOffset,
        long deletionsLength,
        long statisticsOffset,
        long statisticsLength) {

    /// Where the footer itself begins.
    long offset() {
        return statisticsOffset + statisticsLength;
    }

    ByteBuffer encode() {
        var buffer = ByteBuffer.allocate(SSTableFormat.FOOTER_BYTES);
        buffer.putLong(indexOffset)
                .putLong(filterOffset)
                .putLong(deletionsOffset)
                .putLong(statisticsOffset);
        buffer.putLong(indexLength)
                .putLong(filterLength)
                .putLong(deletionsLength)
                .putLong(statisticsLength);
        buffer.putLong(id.high()).putLong(id.low());
        buffer.putShort((short) SSTableFormat.VERSION).putShort((short) 0);
        buffer.putInt(SSTableFormat.checksum(id, offset(), buffer.duplicate().flip()));
        buffer.putLong(SSTableFormat.MAGIC);
        return buffer.flip();
    }

    /// Reads the last [SSTableFormat#FOOTER_BYTES] of a file, which lie at `offset`.
    static Footer decode(String file, long offset, ByteBuffer buffer) throws CorruptSSTableException {
        if (buffer.getLong(88) != SSTableFormat.MAGIC) {
            throw new CorruptSSTableException(file, offset, "no magic number at the end");
        }
        int version = Short.toUnsignedInt(buffer.getShort(80));
        var id = new SSTableId(buffer.getLong(64), buffer.getLong(72));
        if (SSTableFormat.checksum(id, offset, buffer.slice(0, 84)) != buffer.getInt(84)) {
            throw new CorruptSSTableException(file, offset, "footer checksum");
        }
        if (version != SSTableFormat.VERSION) {
            throw new CorruptSSTableException(
                    file, offset, "format version " + version + ", known is " + SSTableFormat.VERSION);
        }
        var footer = new Footer(
                id,
                buffer.getLong(0),
                buffer.getLong(32),
                buffer.getLong(8),
                buffer.getLong(40),
                buffer.getLong(16),
                buffer.getLong(48),
                buffer.getLong(24),
                buffer.getLong(56));
        long at = footer.indexOffset;
        boolean fits = at >= SSTableFormat.HEADER_BYTES && at <= offset;
        long[] offsets = {footer.filterOffset, footer.deletionsOffset, footer.statisticsOffset, offset};
        long[] lengths = {footer.indexLength, footer.filterLength, footer.deletionsLength, footer.statisticsLength};
        for (int i = 0; i < 4 && fits; i++) {
            boolean mayBeAbsent = i == 1;
            fits = (lengths[i] >= SSTableFormat.CRC_BYTES || mayBeAbsent && lengths[i] == 0)
                    && lengths[i] <= offset - at
                    && (at += lengths[i]) == offsets[i];
        }
        if (!fits) {
            throw new CorruptSSTableException(file, offset, "sections that do not fill the file: " + footer);
        }
        return footer;
    }

    static ByteBuffer encodeHeader(SSTableId id) {
        var buffer = ByteBuffer.allocate(SSTableFormat.HEADER_BYTES);
        buffer.putLong(SSTableFormat.MAGIC);
        buffer.putShort((short) SSTableFormat.VERSION).putShort((short) 0);
        buffer.putLong(id.high()).putLong(id.low());
        buffer.putInt(SSTableFormat.checksum(id, 0, buffer.duplicate().flip()));
        return buffer.flip();
    }

    /// Checks the start of the file against its end: two files glued together are none.
    void checkHeader(String file, ByteBuffer header) throws CorruptSSTableException {
        if (!header.equals(encodeHeader(id))) {
            throw new CorruptSSTableException(file, 0, "the header is not that of " + id);
        }
    }
}
