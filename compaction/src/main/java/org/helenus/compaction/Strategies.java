package org.helenus.compaction;

import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.CompactionParams;

/// The strategy that a table's options ask for.
public final class Strategies {
    private Strategies() {}

    static CompactionStrategy of(TableMetadata table, boolean allowUnsafe) {
        return of(table.options().compaction(), allowUnsafe);
    }

    /// @param allowUnsafe see [CompactionOptions#allowUnsafeExpiration]
    public static CompactionStrategy of(CompactionParams params, boolean allowUnsafe) {
        return switch (params.strategy()) {
            case SIZE_TIERED -> new SizeTieredStrategy(SizeTieredOptions.of(params));
            case LEVELED -> new LeveledStrategy(LeveledOptions.of(params));
            case TIME_WINDOW -> new TimeWindowStrategy(TimeWindowOptions.of(params, allowUnsafe));
            case UNIFIED -> new UnifiedStrategy(UnifiedOptions.of(params, allowUnsafe));
            case FIFO -> new FifoStrategy(FifoOptions.of(params));
        };
    }
}
