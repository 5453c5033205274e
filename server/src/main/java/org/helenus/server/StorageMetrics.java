package org.helenus.server;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToLongFunction;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.sstable.SSTable;

/// What storage counts, as gauges. Their names are what dashboards know, and never change:
///
///     storage.cache.capacity_bytes  what blocks, indexes and filters may take together
///     storage.cache.block_bytes     what blocks take
///     storage.cache.pinned_bytes    what indexes and filters of open files take of it
///     storage.cache.blocks          how many blocks there are
///     storage.cache.hits, .misses, .evictions   since the start
///     storage.cache.hit_rate        share of hits among all questions since the start
///     storage.index.bytes, storage.filter.bytes  of live files
///     storage.filter.passes, .false_passes       point reads of live files that a filter let pass; for nothing
///     storage.sstables.count, .bytes, .damaged   of live files
final class StorageMetrics {
    private StorageMetrics() {}

    static void register(MetricRegistry registry, StorageEngine storage) {
        cache(registry, "capacity_bytes", storage, BlockCache.Statistics::capacityBytes);
        cache(registry, "block_bytes", storage, BlockCache.Statistics::bytes);
        cache(registry, "pinned_bytes", storage, BlockCache.Statistics::pinnedBytes);
        cache(registry, "blocks", storage, BlockCache.Statistics::blocks);
        cache(registry, "hits", storage, BlockCache.Statistics::hits);
        cache(registry, "misses", storage, BlockCache.Statistics::misses);
        cache(registry, "evictions", storage, BlockCache.Statistics::evictions);
        registry.register("storage.cache.hit_rate", (Gauge<Double>)
                () -> storage.cache().statistics().hitRate());
        files(registry, "index.bytes", storage, SSTable::indexBytes);
        files(registry, "filter.bytes", storage, SSTable::filterBytes);
        files(registry, "filter.passes", storage, SSTable::filterPasses);
        files(registry, "filter.false_passes", storage, SSTable::filterFalsePasses);
        files(registry, "sstables.count", storage, file -> 1);
        files(registry, "sstables.bytes", storage, SSTable::sizeBytes);
        files(registry, "sstables.damaged", storage, file -> file.damage().isPresent() ? 1 : 0);
    }

    private static void cache(
            MetricRegistry registry, String name, StorageEngine storage, ToLongFunction<BlockCache.Statistics> value) {
        registry.register("storage.cache." + name, (Gauge<Long>)
                () -> value.applyAsLong(storage.cache().statistics()));
    }

    private static void files(
            MetricRegistry registry, String name, StorageEngine storage, ToLongFunction<SSTable> value) {
        registry.register("storage." + name, (Gauge<Long>) () -> {
            long sum = 0;
            for (var table : storage.tables()) {
                try (var live = table.sstables()) {
                    for (var file : live.all()) {
                        sum += value.applyAsLong(file.sstable());
                    }
                }
            }
            return sum;
        });
    }
}
