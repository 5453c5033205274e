package org.helenus.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Workload KV116: keys of 16 bytes in random order, values of 100 bytes of which about half compress.
///
///     key i        BE64(mix64(i + 1)) | BE64(i)
///     value i, ver six words of a SplitMix64 sequence seeded by (i, ver), then 52 constant ASCII bytes
///
/// Pure: the same index gives the same bytes on every engine and in every language.
public final class KeyValueWorkload {
    /// Bytes of every key.
    public static final int KEY_BYTES = 16;

    /// Bytes of every value.
    public static final int VALUE_BYTES = 100;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final byte[] TAIL =
            "status=active;country=US;plan=basic;ref=0000000000;;".getBytes(StandardCharsets.US_ASCII);

    private KeyValueWorkload() {}

    /// Writes key `index` at the buffer's position and advances it by [#KEY_BYTES].
    public static void putKey(long index, ByteBuffer into) {
        into.putLong(mix64(index + 1)).putLong(index);
    }

    /// Writes value (`index`, `version`) at the buffer's position and advances it by [#VALUE_BYTES].
    public static void putValue(long index, long version, ByteBuffer into) {
        long state = index * GOLDEN + version;
        for (int word = 0; word < 6; word++) {
            state += GOLDEN;
            into.putLong(splitMix(state));
        }
        into.put(TAIL);
    }

    /// The finaliser of MurmurHash3 (A. Appleby), 64 bits.
    static long mix64(long z) {
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    /// The finaliser of SplitMix64 (G. L. Steele et al., 2014).
    private static long splitMix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
