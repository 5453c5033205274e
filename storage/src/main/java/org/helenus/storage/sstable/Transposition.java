package org.helenus.storage.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.schema.Murmur3;
import org.helenus.storage.encoding.RowKeyFormat;

/// A block turned by a quarter before it is compressed: what is alike in its rows comes together, and what can be
/// worked out is left out. Only the stored form is turned; in memory a block is as [BlockFormat] draws it.
///
///     u8            form: 1, or 2 when all values have one length v of 9 bytes and more
///     vint          n, the number of entries
///     vint          p, bytes that all keys begin with
///     vint × 5      bytes of columns 1 … 5; the sixth goes on to the end
///     i64, u8       the least timestamp; w, bytes of what each has beyond it, 0 … 8
///     form 2        vint r, the number of runs; r × two vints: bytes that differ, bytes that are alike ([Stencil])
///     column 1      shared, n vints: bytes that the key shares with the one before it, whole partition prefixes only:
///                   0 for the first row of a partition
///     column 2      lengths, n groups of vints: of the partition key, where shared is 0; of what follows in the
///                   key; of the value, which in form 2 its first byte follows
///     column 3      timestamps of values of 9 bytes and more, w bytes each
///     column 4      partition keys, where shared is 0: their wire bytes, without the token that they hash to
///     column 5      what follows in the keys
///     column 6      values, without their timestamps; in form 2 what they are behind those: the bytes of the runs
///                   once, then of each value what differs
///
/// [TurnedBlock] turns it back.
///
/// A value's bytes 1 … 8 are its base timestamp, see [org.helenus.storage.encoding.RowFormat].
///
/// Where a token is not the hash of its key the block cannot be turned, and is stored as it is. One thread.
final class Transposition {
    static final int ANY_VALUES = 1;
    static final int EVEN_VALUES = 2;
    static final int STAMPED_BYTES = 9;
    static final int PREFIX_TAIL_BYTES = 2;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Column shares = new Column();
    private final Column lengths = new Column();
    private final Column stamps = new Column();
    private final Column partitions = new Column();
    private final Column suffixes = new Column();
    private final Column values = new Column();
    /// In their order.
    private final Column[] columns = {shares, lengths, stamps, partitions, suffixes, values};

    private final Column turned = new Column();
    private long[] timestamps = new long[64];
    private final Stencil stencil = new Stencil();

    /// Turns the entries of a block that would have `length` bytes; [#content] has it then. False when it cannot be
    /// turned or would not be smaller.
    boolean turn(BlockBuilder block, int length) {
        for (Column column : columns) {
            column.length = 0;
        }
        turned.length = 0;
        int count = block.count();
        if (count > timestamps.length) {
            timestamps = new long[2 * count];
        }
        byte[] keys = block.keys();
        byte[] rows = block.values();
        boolean isEven = hasEvenValues(block);
        int stamped = 0;
        int prefix = 0;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int key = block.keyStart(i);
            int keyEnd = block.keyStart(i + 1);
            int same = block.shared(i);
            if (i > 0 && same >= prefix) {
                shares.vint(same);
                lengths.vint(keyEnd - key - same);
                suffixes.bytes(keys, key + same, keyEnd - key - same);
            } else {
                int from = partitions.length;
                prefix = partition(keys, key, keyEnd);
                int wire = partitions.length - from;
                if (prefix < 0 || Murmur3.token(partitions.bytes, from, wire) != token(keys, key)) {
                    return false;
                }
                shares.vint(0);
                lengths.vint(wire);
                lengths.vint(keyEnd - key - prefix);
                suffixes.bytes(keys, key + prefix, keyEnd - key - prefix);
            }
            int at = block.valueStart(i);
            int valueBytes = block.valueStart(i + 1) - at;
            lengths.vint(valueBytes);
            if (valueBytes >= STAMPED_BYTES) {
                long timestamp = (long) LONG.get(rows, at + 1);
                timestamps[stamped++] = timestamp;
                least = Math.min(least, timestamp);
                most = Math.max(most, timestamp);
                if (isEven) {
                    lengths.one(rows[at]);
                } else {
                    values.one(rows[at]);
                    values.bytes(rows, at + STAMPED_BYTES, valueBytes - STAMPED_BYTES);
                }
            } else {
                values.bytes(rows, at, valueBytes);
            }
        }
        long base = stamped == 0 ? 0 : least;
        int width = stamped == 0 ? 0 : (64 - Long.numberOfLeadingZeros(most - least) + 7) / 8;
        for (int i = 0; i < stamped; i++) {
            stamps.number(timestamps[i] - base, width);
        }
        turned.number(isEven ? EVEN_VALUES : ANY_VALUES, 1);
        turned.vint(count);
        turned.vint(block.prefix());
        for (int i = 0; i < columns.length - 1; i++) {
            turned.vint(columns[i].length);
        }
        turned.number(base, Long.BYTES);
        turned.number(width, 1);
        if (isEven) {
            int valueBytes = block.valueStart(1);
            stencil.find(rows, count, valueBytes, STAMPED_BYTES);
            turned.vint(stencil.runs());
            for (int run = 0; run < stencil.runs(); run++) {
                turned.vint(stencil.differs(run));
                turned.vint(stencil.alike(run));
            }
            cutValues(rows, count, valueBytes);
        }
        for (Column column : columns) {
            turned.bytes(column.bytes, 0, column.length);
        }
        return turned.length < length;
    }

    private static boolean hasEvenValues(BlockBuilder block) {
        int valueBytes = block.valueStart(1);
        for (int i = 1; i < block.count(); i++) {
            if (block.valueStart(i + 1) - block.valueStart(i) != valueBytes) {
                return false;
            }
        }
        return valueBytes >= STAMPED_BYTES;
    }

    /// Column 6 of form 2.
    private void cutValues(byte[] rows, int count, int valueBytes) {
        int alike = STAMPED_BYTES;
        for (int run = 0; run < stencil.runs(); run++) {
            alike += stencil.differs(run);
            values.bytes(rows, alike, stencil.alike(run));
            alike += stencil.alike(run);
        }
        for (int value = 0; value < count * valueBytes; value += valueBytes) {
            int at = value + STAMPED_BYTES;
            for (int run = 0; run < stencil.runs(); run++) {
                values.bytes(rows, at, stencil.differs(run));
                at += stencil.differs(run) + stencil.alike(run);
            }
            values.bytes(rows, at, value + valueBytes - at);
        }
    }

    /// The turned block, of [#length] bytes, until the next one.
    byte[] content() {
        return turned.bytes;
    }

    int length() {
        return turned.length;
    }

    private static long token(byte[] keys, int key) {
        return (long) LONG.get(keys, key) ^ Long.MIN_VALUE;
    }

    /// Appends the wire bytes of a key's partition; the length of its prefix, or −1 when it has no end.
    private int partition(byte[] keys, int key, int keyEnd) {
        partitions.reserve(keyEnd - key);
        byte[] into = partitions.bytes;
        int to = partitions.length;
        for (int at = key + Long.BYTES; at + 1 < keyEnd; at++) {
            while (at + Long.BYTES < keyEnd && RowKeyFormat.zeros((long) LONG.get(keys, at)) == 0) {
                LONG.set(into, to, (long) LONG.get(keys, at));
                at += Long.BYTES;
                to += Long.BYTES;
            }
            byte next = keys[at];
            if (next == 0) {
                byte second = ++at < keyEnd ? keys[at] : 1;
                if (second == 0) {
                    partitions.length = to;
                    return at + 1 - key;
                }
                if (second != (byte) RowKeyFormat.PARTITION_END) {
                    return -1;
                }
            }
            into[to++] = next;
        }
        return -1;
    }

    /// Bytes that grow.
    private static final class Column {
        private byte[] bytes = new byte[1 << 10];
        private int length;

        private void reserve(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
            }
        }

        private void vint(int value) {
            reserve(BlockFormat.MAX_VINT_BYTES);
            length = BlockFormat.putVInt(bytes, length, value);
        }

        private void number(long value, int width) {
            reserve(width);
            for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
                bytes[length++] = (byte) (value >>> shift);
            }
        }

        private void one(byte value) {
            reserve(1);
            bytes[length++] = value;
        }

        private void bytes(byte[] from, int offset, int count) {
            reserve(count);
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }
    }
}
