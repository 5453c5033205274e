package org.helenus.compaction;

import java.io.IOException;
import java.util.Optional;
import org.helenus.schema.TableId;

/// Keeps what strategies remember, durably. What is lost is learned again. Any thread.
public interface StrategyMemory {
    /// Forgets.
    StrategyMemory NONE = new StrategyMemory() {
        @Override
        public Optional<byte[]> load(TableId table) {
            return Optional.empty();
        }

        @Override
        public void save(TableId table, byte[] state) {}

        @Override
        public void forget(TableId table) {}
    };

    Optional<byte[]> load(TableId table);

    void save(TableId table, byte[] state) throws IOException;

    /// The table is gone.
    void forget(TableId table) throws IOException;
}
