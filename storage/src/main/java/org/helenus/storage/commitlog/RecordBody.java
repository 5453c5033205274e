package org.helenus.storage.commitlog;

import org.helenus.schema.bytes.VInt;

/// What the engine puts into a record: the memtable generation that each of the mutation's tables was in, in the
/// mutation's order of tables, then the mutation.
///
///     vint   count of tables
///     vint   generation, for each
///     rest   the mutation's bytes
///
/// Reads one body after the other; one thread.
public final class RecordBody {
    private static final int MAX_TABLES = 1 << 16;

    private long[] generations = new long[4];
    private int count;
    private int mutationOffset;
    private int mutationLength;

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
    public void parse(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        long tables = readVInt(array, at, end);
        at += VInt.sizeUnsigned(tables);
        if (tables < 0 || tables > Math.min(MAX_TABLES, end - at)) {
            throw new IllegalArgumentException(tables + " tables in a record of " + length + " bytes");
        }
        count = (int) tables;
        if (count > generations.length) {
            generations = new long[count];
        }
        for (int i = 0; i < count; i++) {
            generations[i] = readVInt(array, at, end);
            at += VInt.sizeUnsigned(generations[i]);
        }
        mutationOffset = at;
        mutationLength = end - at;
    }

    /// How many tables it writes to.
    public int tables() {
        return count;
    }

    /// The generation of the n-th table.
    public long generation(int table) {
        if (table >= count) {
            throw new IllegalArgumentException("a mutation of more than the record's " + count + " tables");
        }
        return generations[table];
    }

    /// Where the mutation begins, in the array that was read from.
    public int mutationOffset() {
        return mutationOffset;
    }

    /// Bytes to the end of the record.
    public int mutationLength() {
        return mutationLength;
    }

    private static long readVInt(byte[] array, int at, int end) {
        if (at >= end || at + VInt.sizeFromFirstByte(array[at]) > end) {
            throw new IllegalArgumentException("a record ends in its head");
        }
        return VInt.readUnsigned(array, at);
    }
}
