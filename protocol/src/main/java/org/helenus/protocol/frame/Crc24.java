package org.helenus.protocol.frame;

/// The checksum of a segment's head: 24 bits, polynomial 0x1974F0B, initially 0x875060, bytes from the lowest up.
final class Crc24 {
    private static final int INITIAL = 0x875060;
    private static final int POLYNOMIAL = 0x1974F0B;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 16;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) {
                    crc ^= POLYNOMIAL;
                }
            }
            TABLE[i] = crc & 0xffffff;
        }
    }

    private Crc24() {}

    /// Of the lowest `count` bytes of `header`, the lowest first.
    static int of(long header, int count) {
        int crc = INITIAL;
        for (int i = 0; i < count; i++) {
            crc = (crc << 8 & 0xffffff) ^ TABLE[(crc >>> 16 ^ (int) (header >>> 8 * i)) & 0xff];
        }
        return crc;
    }
}
