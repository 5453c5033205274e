package org.helenus.server;

import java.io.IOException;
import java.util.Optional;
import org.helenus.compaction.StrategyMemory;
import org.helenus.schema.TableId;
import org.helenus.storage.StorageEngine;

/// What compaction strategies learned, in the manifest.
record KeptStrategies(StorageEngine storage) implements StrategyMemory {
    private static String name(TableId table) {
        return "compaction." + table.uuid();
    }

    @Override
    public Optional<byte[]> load(TableId table) {
        return storage.property(name(table));
    }

    @Override
    public void save(TableId table, byte[] state) throws IOException {
        storage.putProperty(name(table), state);
    }

    @Override
    public void forget(TableId table) throws IOException {
        storage.removeProperty(name(table));
    }
}
