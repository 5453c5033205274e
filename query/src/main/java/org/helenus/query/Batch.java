package org.helenus.query;

import java.util.List;
import org.helenus.schema.request.BoundValues;

/// A `BATCH` message: statements that take effect together. `parameters.values()` is not used, each entry has its own.
public record Batch(BatchType type, List<Entry> entries, Parameters parameters) {
    public Batch {
        entries = List.copyOf(entries);
    }

    /// One statement of the batch.
    public sealed interface Entry {
        BoundValues values();
    }

    public record Text(String cql, BoundValues values) implements Entry {}

    public record ById(byte[] preparedId, BoundValues values) implements Entry {}
}
