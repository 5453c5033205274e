package org.helenus.storage.sstable;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The layout of an SSTable file, format version 1. Integers are big-endian. These numbers are on disk and never
/// change; a new layout is a new version beside this one.
///
///     file    = header | blocks | index | filter | deletions | statistics | footer
///
///     header    offset  size  field
///                    0     8  magic "HelenSST"
///                    8     2  format version, 1
///                   10     2  zero
///                   12    16  file id
///                   28     4  crc of bytes 0 … 27
///
///     block     offset  size  field
///                    0     1  codec: 0 none, 1 LZ4, 2 Zstd, 3 Snappy, 4 Deflate; 0x40 beside it: turned
///                    1     4  n, the length of the content, a block of [BlockFormat]
///                    5     4  t, for a turned block: the length of its columns, see [Transposition]; below n
///               5 or 9     m  the content, or its columns, as the codec left them; m follows from the index
///                    …     4  crc of all bytes before
///
///     index, filter, deletions, statistics: the content, then its crc. See [BlockIndex], [KeyFilter],
///               [org.helenus.storage.merge.DeletionList] and [StatisticsCodec].
///
///     footer    offset  size  field
///                    0    32  for each of the four sections its offset in the file …
///                   32    32  … and its length with its crc; a length of 0 is a filter that was not wanted
///                   64    16  file id
///                   80     2  format version
///                   82     2  zero
///                   84     4  crc of bytes 0 … 83
///                   88     8  magic
///
/// Each crc is a CRC-32C over the file id, the offset in the file of the first byte that it covers (8 bytes), and
/// these bytes: a block that landed at another place, or in another file, fails like a damaged one. Every byte of the
/// file is covered by one of them or compared with a constant.
public final class SSTableFormat {
    /// The format version that is written, and the only one there is.
    public static final int VERSION = 1;

    static final long MAGIC = 0x48656C656E535354L; // "HelenSST"
    static final int HEADER_BYTES = 32;
    static final int FOOTER_BYTES = 96;
    static final int CRC_BYTES = 4;

    static final int BLOCK_HEADER_BYTES = 5;
    static final int TURNED_HEADER_BYTES = 9;
    static final int TURNED = 0x40;
    static final int BLOCK_OVERHEAD_BYTES = BLOCK_HEADER_BYTES + CRC_BYTES;

    /// Uncompressed bytes of one block; only a single huge entry comes near.
    static final int MAX_BLOCK_BYTES = 256 << 20;

    /// Bytes of one row key. Sixteen clustering components of 64 KiB with every byte escaped fit in.
    static final int MAX_KEY_BYTES = 4 << 20;

    /// Any key is at least a token and a byte.
    static final int MIN_KEY_BYTES = 9;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private SSTableFormat() {}

    /// Starts a checksum with what all of them begin with.
    static void begin(CRC32C crc, SSTableId id, long offset) {
        crc.reset();
        byte[] place = new byte[24];
        ARRAY_LONG.set(place, 0, id.high());
        ARRAY_LONG.set(place, 8, id.low());
        ARRAY_LONG.set(place, 16, offset);
        crc.update(place, 0, place.length);
    }

    /// The checksum of `bytes`, from position to limit, which lie at `offset` of file `id`.
    static int checksum(SSTableId id, long offset, ByteBuffer bytes) {
        var crc = new CRC32C();
        begin(crc, id, offset);
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
