package org.helenus.server.admin;

import java.lang.management.ManagementFactory;
import java.util.List;

/// What a node tells of itself, as JSON. Threads: any.
final class NodeReports {
    private final NodeUnderAdmin node;

    NodeReports(NodeUnderAdmin node) {
        this.node = node;
    }

    /// @param serving clients are let in
    String node(boolean serving) {
        var about = node.node();
        var cache = node.storage().cache().statistics();
        var runtime = ManagementFactory.getRuntimeMXBean();
        var heap = Runtime.getRuntime();
        long load = 0;
        long uncompressed = 0;
        for (var table : node.storage().tables()) {
            try (var files = table.sstables()) {
                for (var file : files.all()) {
                    load += file.sstable().sizeBytes();
                    uncompressed += file.sstable().statistics().contentBytes();
                }
            }
        }
        long offHeap = node.storage().memtableBytes() + cache.bytes() + cache.pinnedBytes();
        var json = new JsonWriter()
                .object()
                .field("cluster", about.clusterName())
                .field("data_center", about.dataCenter())
                .field("rack", about.rack())
                .field("host_id", about.hostId().toString())
                .field("address", about.listenAddress().getHostAddress())
                .field("native_port", about.nativePort())
                .field("release_version", about.releaseVersion())
                .name("tokens")
                .array();
        about.tokens().forEach(json::value);
        return json.end()
                .field("native_transport_active", serving)
                .field("clients", node.clients().connections().size())
                .field("load_bytes", load)
                .field("uncompressed_bytes", uncompressed)
                .field("started_seconds", runtime.getStartTime() / 1000)
                .field("uptime_seconds", runtime.getUptime() / 1000)
                .field("heap_used_bytes", heap.totalMemory() - heap.freeMemory())
                .field("heap_max_bytes", heap.maxMemory())
                .field("off_heap_bytes", offHeap)
                .name("block_cache")
                .object()
                .field("entries", cache.blocks())
                .field("bytes", cache.bytes())
                .field("pinned_bytes", cache.pinnedBytes())
                .field("capacity_bytes", cache.capacityBytes())
                .field("hits", cache.hits())
                .field("misses", cache.misses())
                .end()
                .end()
                .toString();
    }

    /// What the node counts, by the metrics' names: those that begin with one of `starts`, or all. All of them are
    /// gauges.
    String metrics(List<String> starts) {
        var json = new JsonWriter().object();
        node.metrics().getGauges().forEach((name, gauge) -> {
            if (starts.isEmpty() || starts.stream().anyMatch(name::startsWith)) {
                switch (gauge.getValue()) {
                    case Long number -> json.field(name, number);
                    case Integer number -> json.field(name, number);
                    case Double number -> json.field(name, number);
                    case Object other -> json.field(name, other.toString());
                }
            }
        });
        return json.end().toString();
    }

    /// Where work waits, by the names of Cassandra's stages. Reads that find all in memory, and writes, run on the
    /// connections' own threads and are only counted.
    String pools() {
        var reads = node.reads();
        var totals = node.compaction().totals();
        long answered = 0;
        long written = 0;
        long pending = 0;
        for (var table : node.storage().tables()) {
            answered += table.activity().reads();
            written += table.activity().writes();
        }
        for (int due : node.compaction().pending().values()) {
            pending += due;
        }
        var json = new JsonWriter().object().name("pools").array();
        pool(json, "MutationStage", 0, 0, written);
        pool(json, "ReadStage", reads.getActiveCount(), reads.getQueue().size(), answered);
        pool(json, "CompactionExecutor", node.compaction().running().size(), pending, totals.completed());
        return json.end().end().toString();
    }

    private static void pool(JsonWriter json, String name, long active, long pending, long completed) {
        json.object()
                .field("name", name)
                .field("active", active)
                .field("pending", pending)
                .field("completed", completed)
                .end();
    }
}
