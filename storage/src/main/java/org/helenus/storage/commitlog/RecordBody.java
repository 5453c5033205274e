package org.helenus.storage.commitlog;

import java.util.Arrays;
import org.helenus.schema.bytes.VInt;

/// What the engine puts into a record: the memtable generation that each of the mutation's tables was in, in the
/// mutation's order of tables, then the mutation.
///
///     vint   count of tables
///     vint   generation, for each
///     rest   the mutation's bytes
///
/// @param generations one for each table
/// @param mutationOffset where the mutation begins, in the array that was read from
/// @param mutationLength bytes to the end of the record
public record RecordBody(long[] generations, int mutationOffset, int mutationLength) {
    private static final int MAX_TABLES = 1 << 16;

    /// Bytes that [#writeHead] may need.
    public static int headBytes(int tables) {
        return VInt.MAX_BYTES * (1 + tables);
    }

    /// @return the head's length
    public static int writeHead(long[] generations, int count, byte[] into) {
        int at = VInt.writeUnsigned(into, 0, count);
        for (int i = 0; i < count; i++) {
            at = VInt.writeUnsigned(into, at, generations[i]);
        }
        return at;
    }

    /// @throws IllegalArgumentException these are not the bytes of a body
    public static RecordBody parse(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        long count = readVInt(array, at, end);
        at += VInt.sizeUnsigned(count);
        if (count > Math.min(MAX_TABLES, end - at)) {
            throw new IllegalArgumentException(count + " tables in a record of " + length + " bytes");
        }
        var generations = new long[(int) count];
        for (int i = 0; i < count; i++) {
            generations[i] = readVInt(array, at, end);
            at += VInt.sizeUnsigned(generations[i]);
        }
        return new RecordBody(generations, at, end - at);
    }

    private static long readVInt(byte[] array, int at, int end) {
        if (at >= end || at + VInt.sizeFromFirstByte(array[at]) > end) {
            throw new IllegalArgumentException("a record ends in its head");
        }
        return VInt.readUnsigned(array, at);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordBody body
                && Arrays.equals(generations, body.generations)
                && mutationOffset == body.mutationOffset
                && mutationLength == body.mutationLength;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(generations) * 31 + mutationOffset;
    }
}
