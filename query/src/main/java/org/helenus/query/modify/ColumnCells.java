package org.helenus.query.modify;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.schema.ColumnMetadata;
import org.helenus.storage.MutationWriter;

/// The cells that one statement writes to one non-frozen collection or user type, brought into the order of their
/// paths. Of two writes to one path the one stays that would win in storage: the removal, else the greater value.
final class ColumnCells {
    private final TreeMap<byte[], Optional<byte[]>> cells = new TreeMap<>(Arrays::compareUnsigned);
    private final ColumnMetadata column;
    private final ValueGuard guard;
    private boolean overwrites;
    private boolean deletes;
    private long bytes;

    ColumnCells(ColumnMetadata column, ValueGuard guard) {
        this.column = column;
        this.guard = guard;
    }

    /// So many elements follow, by [#put], up to [#end].
    void begin(int count) {
        guard.items(column, count);
        bytes = 0;
    }

    void end() {
        guard.collection(column, bytes);
    }

    /// What was there before goes, but not what is written with the same timestamp.
    void overwrite() {
        overwrites = true;
    }

    /// All goes.
    void delete() {
        deletes = true;
    }

    void put(byte[] path, byte[] value) {
        put(path, value, path.length, value.length);
    }

    /// @param pathBytes how long clients find the path
    /// @param valueBytes and the value
    void put(byte[] path, byte[] value, int pathBytes, int valueBytes) {
        guard.element(column, pathBytes, valueBytes);
        bytes += ValueGuard.CELL_BYTES + pathBytes + (long) valueBytes;
        cells.merge(
                path,
                Optional.of(value),
                (before, after) ->
                        before.isEmpty() || Arrays.compareUnsigned(before.get(), value) > 0 ? before : after);
    }

    void remove(byte[] path) {
        cells.put(path, Optional.empty());
    }

    void write(MutationWriter writer, int columnId, WriteTime time) {
        if (deletes) {
            writer.complexDeletion(columnId, time.timestamp(), time.nowSeconds());
        } else if (overwrites) {
            writer.complexDeletion(columnId, time.timestamp() - 1, time.nowSeconds());
        }
        cells.forEach((path, value) -> {
            if (value.isPresent()) {
                writer.pathCell(columnId, path, time.timestamp(), time.ttl(), time.expirySeconds(), value.get());
            } else {
                writer.pathTombstone(columnId, path, time.timestamp(), time.nowSeconds());
            }
        });
    }
}
