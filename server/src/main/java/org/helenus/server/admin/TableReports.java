package org.helenus.server.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.compaction.TableCompaction;
import org.helenus.schema.TableId;
import org.helenus.storage.RecentCounts;
import org.helenus.storage.TableActivity;
import org.helenus.storage.TableStore;
import org.helenus.storage.snapshot.Snapshot;

/// What there is to know of tables, as JSON. Threads: any.
final class TableReports {
    private final NodeUnderAdmin node;

    TableReports(NodeUnderAdmin node) {
        this.node = node;
    }

    String tables(List<TableStore> tables) throws IOException {
        var snapshots = snapshotBytes();
        var compactions = new HashMap<TableId, TableCompaction>();
        node.compaction()
                .tables()
                .forEach(table -> compactions.put(table.table().id(), table));
        var json = new JsonWriter().object().name("tables").array();
        for (var table : tables) {
            var compaction = Optional.ofNullable(compactions.get(table.id()));
            if (compaction.isPresent()) { // else it was dropped a moment ago
                table(json, table, compaction.get(), snapshots.getOrDefault(table.id(), 0L));
            }
        }
        return json.end().end().toString();
    }

    private Map<TableId, Long> snapshotBytes() throws IOException {
        var bytes = new HashMap<TableId, Long>();
        for (Snapshot snapshot : node.storage().snapshots().list()) {
            for (var table : snapshot.tables()) {
                bytes.merge(table.id(), node.storage().snapshots().exclusiveBytes(table), Long::sum);
            }
        }
        return bytes;
    }

    private void table(JsonWriter json, TableStore table, TableCompaction compaction, long snapshotBytes) {
        var metadata = table.metadata();
        var sum = new FileSums(node.clock().wallSeconds() - metadata.options().gcGraceSeconds());
        try (var files = table.sstables()) {
            files.all().forEach(sum::add);
        }
        json.object()
                .field("keyspace", metadata.keyspace())
                .field("table", metadata.name())
                .field("strategy", metadata.options().compaction().strategy().simpleName())
                .field("compaction_enabled", compaction.enabled())
                .field("pending_compactions", compaction.pending())
                .field("compaction_debt_bytes", compaction.debt().bytes())
                .field("write_amplification", compaction.totals().writeAmplification())
                .field("read_amplification", compaction.readAmplification())
                .field("flushes", compaction.totals().flushes())
                .field("snapshot_bytes", snapshotBytes)
                .field("memtable_bytes", table.memtableBytes())
                .field("memtable_cells", table.memtableCells())
                .field("pending_flushes", table.pendingFlushes())
                .field("reads", table.activity().reading().count())
                .field("scans", table.activity().scanning().count())
                .field("read_latency_micros", table.activity().readLatency().meanMicros())
                .field("writes", table.activity().writes())
                .field("write_latency_micros", table.activity().writeLatency().meanMicros());
        slices(json, "rows_per_read", table.activity().recentRows());
        slices(json, "tombstones_per_read", table.activity().recentTombstones());
        sum.write(json);
        json.end();
    }

    /// Of the last five minutes.
    private static void slices(JsonWriter json, String name, RecentCounts.Summary seen) {
        json.name(name)
                .object()
                .field("mean", seen.mean())
                .field("max", seen.greatest())
                .end();
    }

    private static List<Percentiles.Weighted> sstables(TableActivity activity) {
        var values = new ArrayList<Percentiles.Weighted>();
        long[] counts = activity.sstablesPerRead();
        for (int sstables = 0; sstables < counts.length; sstables++) {
            values.add(new Percentiles.Weighted(sstables, sstables, counts[sstables]));
        }
        return values;
    }

    /// Latencies and SSTables touched by a read since the start, and how large the partitions of files are. Those
    /// of an
    /// older file, which knows only how many they are and how large together, are taken to be alike.
    String histograms(List<TableStore> tables) {
        var json = new JsonWriter().object().name("tables").array();
        for (var table : tables) {
            var bytes = new ArrayList<Percentiles.Weighted>();
            var cells = new ArrayList<Percentiles.Weighted>();
            try (var files = table.sstables()) {
                for (var file : files.all()) {
                    var statistics = file.sstable().statistics();
                    long count = statistics.partitions();
                    if (statistics.sizes().isPresent()) {
                        var sizes = statistics.sizes().get();
                        sizes.sizes().forEach((least, most, n) -> bytes.add(new Percentiles.Weighted(least, most, n)));
                        sizes.cells().forEach((least, most, n) -> cells.add(new Percentiles.Weighted(least, most, n)));
                    } else if (count > 0) {
                        bytes.add(Percentiles.Weighted.alike(statistics.contentBytes(), count));
                        cells.add(Percentiles.Weighted.alike(statistics.cells(), count));
                    }
                }
            }
            json.object()
                    .field("keyspace", table.metadata().keyspace())
                    .field("table", table.metadata().name());
            Percentiles.write(json, "read_micros", table.activity().readLatency());
            Percentiles.write(json, "write_micros", table.activity().writeLatency());
            Percentiles.write(json, "sstables_per_read", sstables(table.activity()));
            Percentiles.write(json, "partition_bytes", bytes);
            Percentiles.write(json, "partition_cells", cells);
            json.end();
        }
        return json.end().end().toString();
    }
}
