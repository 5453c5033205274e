package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

final class StorageMetricsTest {
    private static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(0, 1)), "ks", "t")
            .partitionKey("k", NativeType.INT)
            .regular("v", NativeType.INT)
            .build();

    @Test
    void countsOfFilesAndOfTheCache() throws Exception {
        var registry = new MetricRegistry();
        try (var storage = StorageEngine.open(
                new MemoryDisk(1), StorageOptions.DEFAULTS, new SystemClock(), StorageListener.NONE)) {
            StorageMetrics.register(registry, storage);
            storage.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(TABLE)));
            write(storage, 7);
            storage.flush(TABLE.id());
            assertThat(value(registry, "storage.sstables.count")).isEqualTo(1);
            assertThat(value(registry, "storage.sstables.bytes")).isPositive();
            // What open files keep is taken off the cache's budget.
            assertThat(value(registry, "storage.cache.pinned_bytes"))
                    .isEqualTo(value(registry, "storage.index.bytes") + value(registry, "storage.filter.bytes"))
                    .isPositive();
            assertThat(value(registry, "storage.cache.capacity_bytes")).isEqualTo(StorageOptions.DEFAULTS.cacheBytes());

            for (int i = 0; i < 4; i++) {
                read(storage, 7);
            }
            assertThat(value(registry, "storage.cache.misses")).isEqualTo(1);
            assertThat(value(registry, "storage.cache.hits")).isEqualTo(3);
            assertThat(value(registry, "storage.cache.blocks")).isEqualTo(1);
            assertThat(value(registry, "storage.cache.block_bytes")).isPositive();
            assertThat((double)
                            registry.getGauges().get("storage.cache.hit_rate").getValue())
                    .isEqualTo(0.75);
            assertThat(value(registry, "storage.filter.passes")).isEqualTo(4);
            assertThat(value(registry, "storage.filter.false_passes")).isZero();
            assertThat(value(registry, "storage.sstables.damaged")).isZero();
        }
    }

    private static long value(MetricRegistry registry, String name) {
        return (long) registry.getGauges().get(name).getValue();
    }

    private static void write(StorageEngine storage, int key) throws Exception {
        var writer = new MutationWriter();
        writer.partition(TABLE, wire(key), 0, 4);
        writer.row(List.of());
        writer.cell(TABLE.column("v").orElseThrow().id(), 100, 0, 0, wire(1), 0, 4);
        storage.apply(writer.finish());
    }

    private static void read(StorageEngine storage, int key) throws Exception {
        var keys = KeyCodec.of(TABLE);
        byte[] row = keys.rowKey(keys.partitionPrefix(wire(key)), List.of());
        try (var snapshot = storage.table(TABLE.id()).snapshot(ReadMode.MAY_BLOCK)) {
            assertThat(snapshot.get(row, row.length, ColumnSet.all(TABLE), 0, new RowView()))
                    .isTrue();
        }
    }

    private static byte[] wire(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
