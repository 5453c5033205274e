package org.helenus.compaction;

import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.CompactionParams;

/// The strategy that a table's options ask for.
///
/// Size tiers are the only ones that are picked by; tables that ask for leveled, time window, unified or FIFO compaction
/// keep that option, and their files are merged by size tiers with its defaults meanwhile. Whoever uses this says so to
/// the operator once per table, see [#isOwn].
final class Strategies {
    private Strategies() {}

    static CompactionStrategy of(TableMetadata table) {
        return new SizeTieredStrategy(SizeTieredOptions.of(table.options().compaction()));
    }

    /// Whether the table gets the strategy that it asks for.
    static boolean isOwn(TableMetadata table) {
        return table.options().compaction().strategy() == CompactionParams.Strategy.SIZE_TIERED;
    }
}
