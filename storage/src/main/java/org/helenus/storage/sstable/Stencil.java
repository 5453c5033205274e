package org.helenus.storage.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.storage.encoding.RowKeyFormat;

/// Where values of one length are alike: runs of bytes that all of them have at the same place. A run is given by the
/// bytes that differ before it and its own; what comes behind the last run differs too.
///
///     |  differs 0  |  alike 0  |  differs 1  |  alike 1  | … |  the rest differs  |
///
/// Rows of numbers, ids and codes are like that, and a compressor that looks for repetitions finds these again in each
/// row, at the price of a search through what differs. One thread.
final class Stencil {
    /// More would be more work for each value than the bytes are worth.
    static final int MOST_RUNS = 16;
    private static final int LEAST_ALIKE = 4;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int[] differs = new int[MOST_RUNS];
    private final int[] alikes = new int[MOST_RUNS];
    private int runs;
    /// Of the words of a value, the bits in which some value differs from the first; the last word ends with the
    /// value.
    private long[] differences = new long[16];
    /// The words in which some byte may still be alike.
    private int[] open = new int[16];

    /// Looks at `count` values of `stride` bytes, one behind the other from the start of an array, from byte
    /// `from` of
    /// each on.
    void find(byte[] values, int count, int stride, int from) {
        int length = stride - from;
        runs = 0;
        if (length >= Long.BYTES) {
            compare(values, count, stride, from, length);
            collect(length);
        }
    }

    private void compare(byte[] values, int count, int stride, int from, int length) {
        int words = (length + 7) >>> 3;
        if (words > differences.length) {
            differences = new long[2 * words];
            open = new int[2 * words];
        }
        Arrays.fill(differences, 0, words, 0);
        for (int i = 0; i < words; i++) {
            open[i] = i;
        }
        int opened = words;
        int lastWord = length - Long.BYTES;
        for (int value = 1; value < count && opened > 0; value++) {
            int at = value * stride + from;
            for (int k = 0; k < opened; k++) {
                int word = open[k];
                int place = Math.min(word << 3, lastWord);
                differences[word] |= (long) LONG.get(values, from + place) ^ (long) LONG.get(values, at + place);
            }
            if ((value & value - 1) == 0) {
                opened = stillOpen(opened);
            }
        }
    }

    private int stillOpen(int opened) {
        int kept = 0;
        for (int k = 0; k < opened; k++) {
            if (RowKeyFormat.zeros(differences[open[k]]) != 0) {
                open[kept++] = open[k];
            }
        }
        return kept;
    }

    private void collect(int length) {
        int end = 0;
        for (int i = 0; i < length && runs < MOST_RUNS; ) {
            int start = i;
            while (i < length && isAlike(i, length)) {
                i++;
            }
            if (i - start >= LEAST_ALIKE) {
                differs[runs] = start - end;
                alikes[runs++] = i - start;
                end = i;
            }
            i++;
        }
    }

    private boolean isAlike(int place, int length) {
        int word = place >>> 3;
        int inWord = place - Math.min(word << 3, length - Long.BYTES);
        return (differences[word] >>> 56 - 8 * inWord & 0xFF) == 0;
    }

    int runs() {
        return runs;
    }

    /// Bytes before run `i`, behind the one before, that differ.
    int differs(int i) {
        return differs[i];
    }

    /// Bytes of run `i`.
    int alike(int i) {
        return alikes[i];
    }
}
