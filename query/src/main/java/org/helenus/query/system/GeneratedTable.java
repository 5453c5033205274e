package org.helenus.query.system;

import java.util.List;
import org.helenus.query.VirtualTable;
import org.helenus.schema.TableMetadata;

/// A table of columns, and of what tells its rows.
record GeneratedTable(TableMetadata metadata, Source source) implements VirtualTable {
    /// Tells rows; `wanted` are the partitions asked for, empty for all.
    interface Source {
        void rows(TableMetadata table, List<byte[]> wanted, RowSink sink);
    }

    static GeneratedTable empty(TableMetadata metadata) {
        return new GeneratedTable(metadata, (_, _, _) -> {});
    }

    /// Of logs there may be many.
    @Override
    public boolean filtersFreely() {
        return !metadata.name().equals("system_logs");
    }

    @Override
    public void rows(List<byte[]> partitionKeys, RowSink sink) {
        source.rows(metadata, partitionKeys, sink);
    }
}
