package org.helenus.schema;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Cassandra's token of a partition key: the first half of MurmurHash3 x64 128 with seed 0, with two differences.
/// Bytes of the tail are widened with their sign, as in Cassandra's first version, and the smallest long, which means
/// "before all tokens", becomes the greatest.
public final class Murmur3 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87C37B91114253D5L;
    private static final long C2 = 0x4CF5AD432745937FL;

    private Murmur3() {}

    public static long token(byte[] array, int offset, int length) {
        // An empty key hashes to 0; Cassandra gives it the smallest token, which no other key has.
        if (length == 0) {
            return Long.MIN_VALUE;
        }
        long hash = hash(array, offset, length);
        return hash == Long.MIN_VALUE ? Long.MAX_VALUE : hash;
    }

    private static long hash(byte[] array, int offset, int length) {
        long h1 = 0;
        long h2 = 0;
        int blocksEnd = offset + (length & ~15);
        for (int at = offset; at < blocksEnd; at += 16) {
            long k1 = (long) LONG.get(array, at);
            long k2 = (long) LONG.get(array, at + 8);
            h1 ^= mix1(k1);
            h1 = Long.rotateLeft(h1, 27) + h2;
            h1 = h1 * 5 + 0x52DCE729;
            h2 ^= mix2(k2);
            h2 = Long.rotateLeft(h2, 31) + h1;
            h2 = h2 * 5 + 0x38495AB5;
        }
        int tail = length & 15;
        long k1 = 0;
        long k2 = 0;
        for (int i = tail - 1; i >= 8; i--) {
            k2 ^= (long) array[blocksEnd + i] << ((i - 8) * 8);
        }
        for (int i = Math.min(tail, 8) - 1; i >= 0; i--) {
            k1 ^= (long) array[blocksEnd + i] << (i * 8);
        }
        h2 ^= mix2(k2);
        h1 ^= mix1(k1);
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        return h1 + h2;
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long k = hash;
        k ^= k >>> 33;
        k *= 0xFF51AFD7ED558CCDL;
        k ^= k >>> 33;
        k *= 0xC4CEB9FE1A85EC53L;
        k ^= k >>> 33;
        return k;
    }
}
