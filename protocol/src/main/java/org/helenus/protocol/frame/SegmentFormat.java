package org.helenus.protocol.frame;

import java.util.zip.CRC32;

/// The outer frame of version 5, once a connection is started. Integers are little-endian.
///
///     without compression                          with LZ4
///     bits   field                                 bits   field
///     0–16   payload bytes                         0–16   payload bytes as sent
///     17     self-contained                        17–33  payload bytes when decompressed; 0: sent as it is
///     18–23  zero                                  34     self-contained
///                                                  35–39  zero
///     3 bytes CRC-24 of the 3 bytes above          3 bytes CRC-24 of the 5 bytes above
///
///     then the payload as sent, then 4 bytes CRC-32 of it (seeded with FA 2D 55 CA)
///
/// A self-contained segment carries whole envelopes, one or more. A larger envelope goes alone through several
/// segments that are not self-contained.
final class SegmentFormat {
    static final int MAX_PAYLOAD_BYTES = 0x1ffff;
    static final int PLAIN_HEADER_BYTES = 3;
    static final int LZ4_HEADER_BYTES = 5;
    static final int CRC24_BYTES = 3;
    static final int CRC32_BYTES = 4;
    static final int PLAIN_SELF_CONTAINED_BIT = 17;
    static final int LZ4_SELF_CONTAINED_BIT = 34;

    private static final byte[] CRC32_SEED = {(byte) 0xFA, 0x2D, 0x55, (byte) 0xCA};

    private SegmentFormat() {}

    static int headerBytes(Compression compression) {
        return compression == Compression.NONE ? PLAIN_HEADER_BYTES : LZ4_HEADER_BYTES;
    }

    static int crc32(CRC32 crc, byte[] array, int offset, int length) {
        crc.reset();
        crc.update(CRC32_SEED);
        crc.update(array, offset, length);
        return (int) crc.getValue();
    }

    static long littleEndian(byte[] array, int offset, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | array[offset + i] & 0xff;
        }
        return value;
    }
}
