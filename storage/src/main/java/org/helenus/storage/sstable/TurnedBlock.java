package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.schema.Murmur3;
import org.helenus.storage.encoding.RowKeyFormat;

/// One turned block on its way back, from the columns of [Transposition] to the entries of [BlockFormat].
///
/// Every access to the columns and to the block is checked against their bounds, so that bytes that lie about
/// themselves end in an exception. One thread, one block after another: its arrays stay for the next.
final class TurnedBlock {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private MemorySegment in = MemorySegment.NULL;
    private MemorySegment out = MemorySegment.NULL;
    private int at;
    private int sharesAt;
    private int lengthsAt;
    private int stampsAt;
    private int partitionsAt;
    private int suffixesAt;
    private int valuesAt;
    private byte[] key = new byte[128];
    private byte[] wire = new byte[64];
    private int keyLength;

    private boolean isEven;
    private int runs;
    private final int[] columnBytes = new int[5];
    /// Bytes that differ before a run and those of the run, in turns.
    private final int[] pieces = new int[2 * Stencil.MOST_RUNS];
    private int runBytes;
    private int alikeBytes;
    private int alikeAt;

    /// Turns columns back into the `block` that they were made of, which must be filled exactly.
    ///
    /// @throws BlockCodec.BadContentException the bytes are not what [Transposition#turn] made of a block of this
    ///     length
    void restore(MemorySegment columns, MemorySegment block) throws BlockCodec.BadContentException {
        in = columns;
        out = block;
        at = 0;
        keyLength = 0;
        runs = 0;
        runBytes = 0;
        alikeBytes = 0;
        try {
            run();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new BlockCodec.BadContentException("a turned block that does not fit its columns", e);
        } finally {
            in = MemorySegment.NULL;
            out = MemorySegment.NULL;
        }
    }

    private void run() throws BlockCodec.BadContentException {
        int form = in.get(ValueLayout.JAVA_BYTE, at++);
        check(form == Transposition.ANY_VALUES || form == Transposition.EVEN_VALUES, "form");
        isEven = form == Transposition.EVEN_VALUES;
        int count = vint();
        int prefix = vint();
        check(
                count >= 1
                        && count <= out.byteSize()
                        && prefix <= SSTableFormat.MAX_KEY_BYTES
                        && BlockFormat.entriesOffset(prefix, count) <= out.byteSize(),
                "count");
        int[] bytes = columnBytes;
        long columns = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = vint();
            columns += bytes[i];
        }
        long base = in.get(SSTableFormat.LONG, at);
        at += Long.BYTES;
        int width = in.get(ValueLayout.JAVA_BYTE, at++);
        if (isEven) {
            readRuns();
        }
        check(width >= 0 && width <= Long.BYTES && columns <= in.byteSize() - at, "columns");
        sharesAt = at;
        lengthsAt = sharesAt + bytes[0];
        stampsAt = lengthsAt + bytes[1];
        partitionsAt = stampsAt + bytes[2];
        suffixesAt = partitionsAt + bytes[3];
        valuesAt = suffixesAt + bytes[4];
        alikeAt = valuesAt;
        valuesAt += alikeBytes;
        entries(count, prefix, base, width);
    }

    private void readRuns() throws BlockCodec.BadContentException {
        runs = vint();
        check(runs <= Stencil.MOST_RUNS, "runs");
        long bytes = 0;
        for (int i = 0; i < 2 * runs; i++) {
            pieces[i] = vint();
            bytes += pieces[i];
            check(bytes <= out.byteSize(), "runs");
            alikeBytes += (i & 1) == 0 ? 0 : pieces[i];
        }
        runBytes = (int) bytes;
    }

    private void entries(int count, int prefix, long base, int width) throws BlockCodec.BadContentException {
        int heads = BlockFormat.HEADER_BYTES + prefix;
        int slots = heads + BlockFormat.HEAD_BYTES * count;
        int to = (int) BlockFormat.entriesOffset(prefix, count);
        long head = 0;
        for (int i = 0; i < count; i++) {
            int shared = nextKey(i);
            check(keyLength >= prefix && (i == 0 || shared >= prefix), "common bytes");
            head = KeyOrder.head(key, prefix, keyLength);
            out.set(SSTableFormat.LONG, heads, head);
            heads += BlockFormat.HEAD_BYTES;
            out.set(SSTableFormat.INT, slots, to);
            out.set(SSTableFormat.INT, slots + Integer.BYTES, keyLength - prefix);
            slots += BlockFormat.SLOT_BYTES;
            int rest = Block.restBytes(keyLength - prefix);
            MemorySegment.copy(key, keyLength - rest, out, ValueLayout.JAVA_BYTE, to, rest);
            to += rest;
            to = value(to, base, width);
        }
        check(to == out.byteSize() && valuesAt == in.byteSize(), "length");
        out.set(SSTableFormat.INT, slots, to);
        out.set(SSTableFormat.INT, 0, BlockFormat.FORMAT << 24 | prefix);
        out.set(SSTableFormat.INT, Integer.BYTES, count);
        out.set(SSTableFormat.LONG, BlockFormat.LAST_HEAD_OFFSET, head);
        MemorySegment.copy(key, 0, out, ValueLayout.JAVA_BYTE, BlockFormat.HEADER_BYTES, prefix);
    }

    /// Puts the next value at `to`; where it ends.
    private int value(int to, long base, int width) throws BlockCodec.BadContentException {
        at = lengthsAt;
        int valueBytes = vint();
        lengthsAt = at;
        if (isEven) {
            return evenValue(to, valueBytes, base + number(width));
        }
        int from = to;
        int left = valueBytes;
        if (valueBytes >= Transposition.STAMPED_BYTES) {
            out.set(ValueLayout.JAVA_BYTE, from, in.get(ValueLayout.JAVA_BYTE, valuesAt++));
            out.set(SSTableFormat.LONG, from + 1, base + number(width));
            from += Transposition.STAMPED_BYTES;
            left -= Transposition.STAMPED_BYTES;
        }
        MemorySegment.copy(in, valuesAt, out, from, left);
        valuesAt += left;
        return from + left;
    }

    /// Makes the next key; how much of it the one before has too.
    private int nextKey(int index) throws BlockCodec.BadContentException {
        at = sharesAt;
        int shared = vint();
        sharesAt = at;
        at = lengthsAt;
        if (shared > 0) {
            int suffix = vint();
            lengthsAt = at;
            check(shared <= keyLength && suffix <= SSTableFormat.MAX_KEY_BYTES - shared, "key");
            follow(shared, suffix);
            return shared;
        }
        int partition = vint();
        int suffix = vint();
        lengthsAt = at;
        check(partition <= in.byteSize() - partitionsAt && suffix <= in.byteSize() - suffixesAt, "key");
        if (partition > wire.length) {
            wire = new byte[partition];
        }
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, partitionsAt, wire, 0, partition);
        partitionsAt += partition;
        long token = Murmur3.token(wire, 0, partition) ^ Long.MIN_VALUE;
        reserve(Long.BYTES + 2 * partition + Transposition.PREFIX_TAIL_BYTES);
        int same = index == 0 ? 0 : Long.numberOfLeadingZeros(token ^ head()) / 8;
        if (same == Long.BYTES) {
            return collision(token, partition, suffix);
        }
        prefix(token, partition);
        follow(keyLength, suffix);
        return same;
    }

    /// Two partitions of one token, one behind the other.
    private int collision(long token, int partition, int suffix) {
        byte[] before = Arrays.copyOf(key, keyLength);
        prefix(token, partition);
        follow(keyLength, suffix);
        int mismatch = Arrays.mismatch(before, 0, before.length, key, 0, keyLength);
        return mismatch < 0 ? keyLength : mismatch;
    }

    private long head() {
        return (long) LONG.get(key, 0);
    }

    private void prefix(long token, int partition) {
        LONG.set(key, 0, token);
        keyLength = RowKeyFormat.escape(wire, 0, partition, key, Long.BYTES);
        key[keyLength++] = 0;
        key[keyLength++] = 0;
    }

    private void follow(int shared, int suffix) {
        keyLength = shared;
        reserve(suffix);
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, suffixesAt, key, keyLength, suffix);
        suffixesAt += suffix;
        keyLength += suffix;
    }

    private void reserve(int more) {
        if (keyLength + more > key.length) {
            key = Arrays.copyOf(key, Math.max(keyLength + more, 2 * key.length));
        }
    }

    private int vint() throws BlockCodec.BadContentException {
        long packed = BlockFormat.vint(in, at, in.byteSize());
        check(packed >= 0, "length");
        at += (int) (packed & 0xFF);
        return (int) (packed >>> 8);
    }

    private int evenValue(int to, int valueBytes, long timestamp) throws BlockCodec.BadContentException {
        check(valueBytes - Transposition.STAMPED_BYTES >= runBytes, "value");
        out.set(ValueLayout.JAVA_BYTE, to, in.get(ValueLayout.JAVA_BYTE, lengthsAt++));
        out.set(SSTableFormat.LONG, to + 1, timestamp);
        int end = to + valueBytes;
        int place = to + Transposition.STAMPED_BYTES;
        int alike = alikeAt;
        // one copy for pieces of both kinds: what one compiles to is the most of this
        for (int i = 0; i <= 2 * runs; i++) {
            boolean isAlike = (i & 1) != 0;
            int bytes = i < 2 * runs ? pieces[i] : end - place;
            MemorySegment.copy(in, isAlike ? alike : valuesAt, out, place, bytes);
            place += bytes;
            if (isAlike) {
                alike += bytes;
            } else {
                valuesAt += bytes;
            }
        }
        return end;
    }

    private long number(int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | in.get(ValueLayout.JAVA_BYTE, stampsAt++) & 0xFF;
        }
        return value;
    }

    private static void check(boolean holds, String what) throws BlockCodec.BadContentException {
        if (!holds) {
            throw new BlockCodec.BadContentException("a turned block of another " + what, null);
        }
    }
}
