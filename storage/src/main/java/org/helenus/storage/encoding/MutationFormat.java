package org.helenus.storage.encoding;

/// The bytes of a mutation, version 1: what one write changes, in one or several partitions of one or several tables.
/// They are what the commit log stores and the memtable copies from.
///
///     version     u8     1
///     partitions, to the end; each:
///       length    u32    bytes that follow
///       table     16     id of the table
///       prefix    vint length, bytes: what the keys of the partition begin with, see RowKeyFormat
///       entries, to the partition's end; each:
///         kind    u8     1 row:      vint length, the key's bytes after the prefix
///                                    vint length, the row's bytes, see RowFormat
///                        2 deletion: vint length, bytes of the start after the prefix
///                                    vint length, bytes of the end after the prefix
///                                    i64 timestamp, u32 epoch seconds of the deletion
///
/// The same row, and the same partition, may come several times: one write after the other.
public final class MutationFormat {
    public static final int VERSION = 1;

    public static final int ROW = 1;
    public static final int DELETION = 2;

    private MutationFormat() {}
}
