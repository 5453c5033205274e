package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.schema.Murmur3;
import org.helenus.storage.encoding.RowKeyFormat;

/// A block turned by a quarter before it is compressed: what is alike in its rows comes together, and what can be
/// worked out is left out. Only the stored form is turned; in memory a block is as [BlockFormat] draws it.
///
///     u8            form, 1
///     vint          n, the number of entries
///     vint × 5      bytes of columns 1 … 5; the sixth goes on to the end
///     i64, u8       the least timestamp; w, bytes of what each has beyond it, 0 … 8
///     column 1      shared, n vints: bytes that the key shares with the one before it, whole partition prefixes only:
///                   0 for the first row of a partition
///     column 2      lengths, n groups of vints: of the partition key, where shared is 0; of what follows in the key;
/// of
///                   the value
///     column 3      timestamps of values of 9 bytes and more, w bytes each
///     column 4      partition keys, where shared is 0: their wire bytes, without the token that they hash to
///     column 5      what follows in the keys
///     column 6      values, without their timestamps
///
/// A value's bytes 1 … 8 are its base timestamp, see [org.helenus.storage.encoding.RowFormat].
///
/// Where a token is not the hash of its key the block cannot be turned, and is stored as it is. One thread.
final class Transposition {
    private static final int FORM = 1;
    private static final int STAMPED_BYTES = 9;
    private static final int PREFIX_TAIL_BYTES = 2;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Column shares = new Column();
    private final Column lengths = new Column();
    private final Column stamps = new Column();
    private final Column partitions = new Column();
    private final Column suffixes = new Column();
    private final Column values = new Column();
    private final Column turned = new Column();
    private byte[] key = new byte[256];
    private long[] timestamps = new long[64];

    /// Turns a finished block; [#content] has it then. False when it cannot be turned or would not be smaller.
    boolean turn(byte[] rows, int length) {
        for (Column column : new Column[] {shares, lengths, stamps, partitions, suffixes, values, turned}) {
            column.length = 0;
        }
        int restarts = (int) INT.get(rows, length - Integer.BYTES);
        int end = length - Integer.BYTES * (restarts + 1);
        int count = 0;
        int stamped = 0;
        int keyLength = 0;
        int prefix = 0;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int at = 1; at < end; count++) {
            int sharedBytes = vint(rows, at);
            at += vintBytes(sharedBytes);
            int suffixBytes = vint(rows, at);
            at += vintBytes(suffixBytes);
            int valueBytes = vint(rows, at);
            at += vintBytes(valueBytes);
            int same = sharedBytes + Math.max(0, agreement(rows, at, suffixBytes, sharedBytes, keyLength));
            keyLength = sharedBytes + suffixBytes;
            if (keyLength > key.length) {
                key = Arrays.copyOf(key, Math.max(keyLength, 2 * key.length));
            }
            System.arraycopy(rows, at, key, sharedBytes, suffixBytes);
            at += suffixBytes;
            if (count > 0 && same >= prefix) {
                shares.vint(same);
                lengths.vint(keyLength - same);
                suffixes.bytes(key, same, keyLength - same);
            } else {
                int from = partitions.length;
                prefix = partition(keyLength);
                int wire = partitions.length - from;
                if (prefix < 0 || Murmur3.token(partitions.bytes, from, wire) != RowKeyFormat.token(key)) {
                    return false;
                }
                shares.vint(0);
                lengths.vint(wire);
                lengths.vint(keyLength - prefix);
                suffixes.bytes(key, prefix, keyLength - prefix);
            }
            lengths.vint(valueBytes);
            if (valueBytes >= STAMPED_BYTES) {
                if (stamped == timestamps.length) {
                    timestamps = Arrays.copyOf(timestamps, 2 * stamped);
                }
                long timestamp = (long) LONG.get(rows, at + 1);
                timestamps[stamped++] = timestamp;
                least = Math.min(least, timestamp);
                most = Math.max(most, timestamp);
                values.bytes(rows, at, 1);
                values.bytes(rows, at + STAMPED_BYTES, valueBytes - STAMPED_BYTES);
            } else {
                values.bytes(rows, at, valueBytes);
            }
            at += valueBytes;
        }
        long base = stamped == 0 ? 0 : least;
        int width = stamped == 0 ? 0 : (64 - Long.numberOfLeadingZeros(most - least) + 7) / 8;
        for (int i = 0; i < stamped; i++) {
            stamps.number(timestamps[i] - base, width);
        }
        turned.number(FORM, 1);
        turned.vint(count);
        for (Column column : new Column[] {shares, lengths, stamps, partitions, suffixes}) {
            turned.vint(column.length);
        }
        turned.number(base, Long.BYTES);
        turned.number(width, 1);
        for (Column column : new Column[] {shares, lengths, stamps, partitions, suffixes, values}) {
            turned.bytes(column.bytes, 0, column.length);
        }
        return turned.length < length;
    }

    /// The turned block, of [#length] bytes, until the next one.
    byte[] content() {
        return turned.bytes;
    }

    int length() {
        return turned.length;
    }

    /// Appends the wire bytes of the current key's partition; the length of its prefix, or −1 when it has no end.
    private int partition(int keyLength) {
        int from = Long.BYTES;
        for (int at = Long.BYTES; at + 1 < keyLength; at++) {
            if (key[at] == 0) {
                partitions.bytes(key, from, at - from);
                if (key[at + 1] == 0) {
                    return at + PREFIX_TAIL_BYTES;
                }
                if (key[at + 1] != (byte) RowKeyFormat.PARTITION_END) {
                    return -1;
                }
                partitions.number(0, 1);
                from = ++at + 1;
            }
        }
        return -1;
    }

    /// How many bytes from `shared` on the current key has in common with the one that follows.
    private int agreement(byte[] rows, int at, int suffixBytes, int shared, int keyLength) {
        int most = Math.min(suffixBytes, keyLength - shared);
        int found = most <= 0 ? 0 : Arrays.mismatch(rows, at, at + most, key, shared, shared + most);
        return found < 0 ? most : found;
    }

    private static int vint(byte[] bytes, int at) {
        int value = 0;
        int shift = 0;
        int i = at;
        byte next;
        do {
            next = bytes[i++];
            value |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static int vintBytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
    }

    /// Turns a block back into the `rows` that it was made of, which must be filled exactly.
    ///
    /// @throws BlockCodec.BadContentException the bytes are not what [#turn] made of a block of this length
    static void restore(MemorySegment turned, MemorySegment rows) throws BlockCodec.BadContentException {
        try {
            new Restoring(turned, rows).run();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new BlockCodec.BadContentException("a turned block that does not fit its columns", e);
        }
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

        private void bytes(byte[] from, int offset, int count) {
            reserve(count);
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }
    }

    /// One block on its way back. Every access to the columns and to the rows is checked against their bounds, so
    /// that
    /// bytes that lie about themselves end in an exception.
    private static final class Restoring {
        private final MemorySegment in;
        private final MemorySegment out;
        private final int restartEvery = BlockFormat.RESTART_INTERVAL;
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

        Restoring(MemorySegment in, MemorySegment out) {
            this.in = in;
            this.out = out;
        }

        void run() throws BlockCodec.BadContentException {
            check(in.get(ValueLayout.JAVA_BYTE, at++) == FORM, "form");
            int count = vint();
            check(count >= 1 && count <= out.byteSize(), "count");
            int[] bytes = new int[5];
            long columns = 0;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = vint();
                columns += bytes[i];
            }
            long base = in.get(SSTableFormat.LONG, at);
            at += Long.BYTES;
            int width = in.get(ValueLayout.JAVA_BYTE, at++);
            check(width >= 0 && width <= Long.BYTES && columns <= in.byteSize() - at, "columns");
            sharesAt = at;
            lengthsAt = sharesAt + bytes[0];
            stampsAt = lengthsAt + bytes[1];
            partitionsAt = stampsAt + bytes[2];
            suffixesAt = partitionsAt + bytes[3];
            valuesAt = suffixesAt + bytes[4];
            int[] restarts = new int[(count + restartEvery - 1) / restartEvery];
            int to = 0;
            out.set(ValueLayout.JAVA_BYTE, to++, (byte) BlockFormat.PREFIXED);
            for (int i = 0; i < count; i++) {
                int shared = nextKey(i);
                if (i % restartEvery == 0) {
                    restarts[i / restartEvery] = to;
                    shared = 0;
                }
                at = lengthsAt;
                int valueBytes = vint();
                lengthsAt = at;
                to = putVInt(to, shared);
                to = putVInt(to, keyLength - shared);
                to = putVInt(to, valueBytes);
                MemorySegment.copy(key, shared, out, ValueLayout.JAVA_BYTE, to, keyLength - shared);
                to += keyLength - shared;
                if (valueBytes >= STAMPED_BYTES) {
                    out.set(ValueLayout.JAVA_BYTE, to, in.get(ValueLayout.JAVA_BYTE, valuesAt++));
                    out.set(SSTableFormat.LONG, to + 1, base + number(width));
                    to += STAMPED_BYTES;
                    valueBytes -= STAMPED_BYTES;
                }
                MemorySegment.copy(in, valuesAt, out, to, valueBytes);
                valuesAt += valueBytes;
                to += valueBytes;
            }
            for (int restart : restarts) {
                out.set(SSTableFormat.INT, to, restart);
                to += Integer.BYTES;
            }
            out.set(SSTableFormat.INT, to, restarts.length);
            check(to + Integer.BYTES == out.byteSize() && valuesAt == in.byteSize(), "length");
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
            reserve(Long.BYTES + 2 * partition + PREFIX_TAIL_BYTES);
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
            keyLength = Long.BYTES;
            for (int i = 0; i < partition; i++) {
                key[keyLength++] = wire[i];
                if (wire[i] == 0) {
                    key[keyLength++] = (byte) RowKeyFormat.PARTITION_END;
                }
            }
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

        private int putVInt(int to, int value) {
            int rest = value;
            int position = to;
            while ((rest & ~0x7F) != 0) {
                out.set(ValueLayout.JAVA_BYTE, position++, (byte) (rest | 0x80));
                rest >>>= 7;
            }
            out.set(ValueLayout.JAVA_BYTE, position++, (byte) rest);
            return position;
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
}
