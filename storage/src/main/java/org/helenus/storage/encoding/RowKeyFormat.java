package org.helenus.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.schema.Murmur3;
import org.helenus.schema.bytes.ByteWriter;

/// The bytes of a row key, version 1. Their unsigned order is the order of tokens, then of the partition keys' bytes
/// (a key before those it is a prefix of), then static row, rows by clustering. It is the order everywhere: memtable,
/// block, index, merge, paging.
///
///     token       8   big-endian, sign flipped
///     partition   n   wire bytes of the partition key, each 00 followed by FF
///     end         2   00 00: below 00 FF and below every other byte, so that a prefix comes first
///     ---- up to here: the partition's prefix; no other partition's keys begin with it ----
///     section     1   10 static row, 20 rows
///     clustering      for rows; each component:
///       marker    1   20 null, which comes first in both directions
///                     ascending:  30 empty  40 value
///                     descending: BF value  CF empty
///       value     m   for values: CqlType.writeOrdered, complemented when descending
///     end         1   80, for rows
///     ---- up to here: the key of a row ----
///     continues   1   01, then u32 column id, then path: further entries of a row too large for one, in their order
///
/// Bounds are keys that no row has. In the place of a component's marker, or of the end: 01 lies before all that share
/// what stands before it, FE after. After a partition's prefix, 21 lies behind its rows and FF behind all of it.
///
/// These bytes are on disk and never change.
public final class RowKeyFormat {
    public static final int TOKEN_BYTES = 8;
    public static final int SECTION_STATIC = 0x10;
    public static final int SECTION_ROWS = 0x20;

    static final int ESCAPED = 0x00;
    static final int ESCAPE = 0xFF;
    public static final int ROWS_END = 0x21;
    public static final int PARTITION_END = 0xFF;
    public static final int NULL = 0x20;
    public static final int EMPTY = 0x30;
    public static final int VALUE = 0x40;
    public static final int DESCENDING_VALUE = 0xBF;
    public static final int DESCENDING_EMPTY = 0xCF;
    public static final int ROW_END = 0x80;
    public static final int BELOW = 0x01;
    public static final int ABOVE = 0xFE;
    /// What the key of a row has behind its prefix, in tables without clustering.
    public static final int ONLY_ROW_BYTES = 2;
    public static final int CONTINUATION = 0x01;
    /// In the place of [#CONTINUATION]: behind all further entries of a row.
    public static final int CONTINUATIONS_END = 0x02;
    /// Bytes between a row's key and the path in the key of a further entry.
    public static final int CONTINUATION_BYTES = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private RowKeyFormat() {}

    /// Appends the prefix of the partition with these wire bytes.
    public static void writePrefix(byte[] key, int offset, int length, ByteWriter out) {
        out.i64(Murmur3.token(key, offset, length) ^ Long.MIN_VALUE);
        out.ensure(Math.toIntExact(2L * length + 2));
        int start = out.length();
        out.claim(escape(key, offset, length, out.array(), start) - start);
        out.u16(0);
    }

    /// Writes a partition key as it lies in a prefix: each zero is followed by [#ESCAPE]. There is room for twice
    /// its
    /// length.
    ///
    /// @return where it ends
    public static int escape(byte[] key, int offset, int length, byte[] into, int at) {
        int to = at;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            while (i + Long.BYTES < end && zeros((long) LONG.get(key, i)) == 0) {
                LONG.set(into, to, (long) LONG.get(key, i));
                i += Long.BYTES;
                to += Long.BYTES;
            }
            byte next = key[i];
            into[to++] = next;
            if (next == ESCAPED) {
                into[to++] = (byte) ESCAPE;
            }
        }
        return to;
    }

    public static long token(byte[] key) {
        return (long) LONG.get(key, 0) ^ Long.MIN_VALUE;
    }

    /// The first eight bytes of a key as a number: where two differ, their signed order is that of the keys. A
    /// shorter
    /// key counts as followed by zeros.
    public static long head(byte[] key, int keyLength) {
        return head(key, 0, keyLength);
    }

    /// As [#head(byte[], int)], of the eight bytes from `from` on, of keys that are the same before.
    public static long head(byte[] key, int from, int keyLength) {
        if (keyLength - from >= Long.BYTES) {
            return (long) LONG.get(key, from) ^ Long.MIN_VALUE;
        }
        long head = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            head = head << 8 | (i < keyLength ? key[i] & 0xFF : 0);
        }
        return head ^ Long.MIN_VALUE;
    }

    /// The length of the partition's prefix at the start of a key.
    ///
    /// @throws MalformedBytesException when the key does not begin with one
    public static int prefixLength(byte[] key, int keyLength) {
        for (int i = TOKEN_BYTES; i + 1 < keyLength; i++) {
            while (i + Long.BYTES <= keyLength) {
                long zeros = zeros((long) LONG.get(key, i));
                i += Long.numberOfLeadingZeros(zeros) / Byte.SIZE;
                if (zeros != 0) {
                    break;
                }
            }
            if (i + 1 < keyLength && key[i] == ESCAPED) {
                if (key[i + 1] == ESCAPED) {
                    return i + 2;
                }
                i++;
            }
        }
        throw new MalformedBytesException("a key of " + keyLength + " bytes in which no partition key ends");
    }

    /// The highest bit of each of eight bytes that is zero, and nothing else.
    public static long zeros(long bytes) {
        return ~((bytes & 0x7F7F7F7F7F7F7F7FL) + 0x7F7F7F7F7F7F7F7FL | bytes | 0x7F7F7F7F7F7F7F7FL);
    }

    /// The key of a row's further entry that begins with this cell; with an empty path also the place before all
    /// cells
    /// of the column.
    public static byte[] continuation(byte[] rowKey, int rowKeyLength, int columnId, byte[] path) {
        byte[] key = Arrays.copyOf(rowKey, rowKeyLength + CONTINUATION_BYTES + path.length);
        key[rowKeyLength] = CONTINUATION;
        INT.set(key, rowKeyLength + 1, columnId);
        System.arraycopy(path, 0, key, rowKeyLength + CONTINUATION_BYTES, path.length);
        return key;
    }

    /// As [#continuation(byte\[\], int, int, byte\[\])], of the cell that a reader stands on, behind the row's key
    /// in
    /// `key`; another array, if that is too short.
    public static byte[] continuation(byte[] key, int rowKeyLength, RowReader cell) {
        int length = rowKeyLength + CONTINUATION_BYTES + cell.pathLength();
        byte[] room = key.length >= length ? key : Arrays.copyOf(key, Math.max(length, key.length * 2));
        room[rowKeyLength] = CONTINUATION;
        INT.set(room, rowKeyLength + 1, cell.columnId());
        System.arraycopy(cell.array(), cell.pathOffset(), room, rowKeyLength + CONTINUATION_BYTES, cell.pathLength());
        return room;
    }

    /// A row's key followed by one byte.
    public static byte[] behind(byte[] rowKey, int rowKeyLength, int last) {
        byte[] bound = Arrays.copyOf(rowKey, rowKeyLength + 1);
        bound[rowKeyLength] = (byte) last;
        return bound;
    }

    /// Wire bytes of the partition key in a prefix.
    public static byte[] partitionKey(byte[] key, int prefixLength) {
        int escaped = 0;
        int end = prefixLength - 2;
        for (int i = TOKEN_BYTES; i < end; i++) {
            if (key[i] == ESCAPED) {
                escaped++;
                i++;
            }
        }
        var wire = new byte[end - TOKEN_BYTES - escaped];
        int at = 0;
        for (int i = TOKEN_BYTES; i < end; i++) {
            wire[at++] = key[i];
            if (key[i] == ESCAPED) {
                i++;
            }
        }
        return wire;
    }
}
