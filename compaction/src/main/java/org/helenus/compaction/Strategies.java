package org.helenus.compaction;

import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.CompactionParams;

/// The strategy that a table's options ask for.
///
/// Size tiers, levels and time windows are picked by. Tables that ask for unified or FIFO compaction keep that option,
/// and their files are merged by size tiers with its defaults; whoever uses this says so to the operator, see
/// [#isOwn].
final class Strategies {
    private Strategies() {}

    static CompactionStrategy of(TableMetadata table) {
        CompactionParams params = table.options().compaction();
        return switch (params.strategy()) {
            case SIZE_TIERED, UNIFIED, FIFO -> new SizeTieredStrategy(SizeTieredOptions.of(params));
            case LEVELED -> new LeveledStrategy(LeveledOptions.of(params));
            case TIME_WINDOW -> new TimeWindowStrategy(TimeWindowOptions.of(params));
        };
    }

    /// Whether the table gets the strategy that it asks for.
    static boolean isOwn(TableMetadata table) {
        return switch (table.options().compaction().strategy()) {
            case SIZE_TIERED, LEVELED, TIME_WINDOW -> true;
            case UNIFIED, FIFO -> false;
        };
    }
}
