package org.helenus.server.admin;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.helenus.compaction.CompactionKind;
import org.helenus.compaction.CompactionOrder;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.TableStore;

/// Merges: what is known of them, and what can be had of them. Threads: any.
final class CompactionOrders {
    private static final int MAX_COMPACTORS = 64;
    private static final Set<String> NEVER_UNDER_WAY = Set.of(
            "ANTICOMPACTION",
            "CLEANUP",
            "INDEX_BUILD",
            "INDEX_SUMMARY",
            "RELOCATE",
            "SCRUB",
            "UPGRADE_SSTABLES",
            "VALIDATION",
            "VERIFY",
            "VIEW_BUILD");

    private final NodeUnderAdmin node;
    private final ChosenTables tables;
    private final LiveFiles files;

    CompactionOrders(NodeUnderAdmin node, ChosenTables tables) {
        this.node = node;
        this.tables = tables;
        files = new LiveFiles(node);
    }

    // ---- orders

    void compact(AdminRequest request) throws AdminException, IOException {
        if (!request.all("file").isEmpty()) {
            for (var entry : files.named(request.all("file")).entrySet()) {
                node.compaction().compact(entry.getKey().id(), new CompactionOrder.Files(entry.getValue()));
            }
            return;
        }
        for (var table : tables.of(request.all("of"))) {
            node.compaction().compact(table.id(), order(request, table));
        }
    }

    private static CompactionOrder order(AdminRequest request, TableStore table) throws AdminException {
        if (request.optional("key").isPresent()) {
            long token = PartitionKeyText.token(PartitionKeyText.wire(table.metadata(), request.one("key")));
            return new CompactionOrder.Tokens(token, token);
        }
        if (request.optional("first").isEmpty() && request.optional("last").isEmpty()) {
            return new CompactionOrder.Major(request.flag("split"));
        }
        long first = request.optional("first").isEmpty()
                ? Long.MIN_VALUE
                : request.number("first", Long.MIN_VALUE, Long.MAX_VALUE);
        long last = request.optional("last").isEmpty()
                ? Long.MAX_VALUE
                : request.number("last", Long.MIN_VALUE, Long.MAX_VALUE);
        if (first > last) {
            throw AdminException.badRequest("the first token, " + first + ", is greater than the last, " + last);
        }
        return new CompactionOrder.Tokens(first, last);
    }

    void collectGarbage(AdminRequest request) throws AdminException, IOException {
        boolean cells = request.flag("cells");
        for (var table : tables.of(request.all("of"))) {
            node.compaction().compact(table.id(), new CompactionOrder.GarbageCollect(cells));
        }
    }

    /// Merges of a kind, or the one of an id. Kinds that Cassandra has and we have not are never under way.
    String stop(AdminRequest request) throws AdminException {
        int stopped = 0;
        if (request.optional("id").isPresent()) {
            try {
                stopped = node.compaction().stop(UUID.fromString(request.one("id"))) ? 1 : 0;
            } catch (IllegalArgumentException e) {
                throw AdminException.badRequest("'" + request.one("id") + "' is not the id of a compaction");
            }
        } else {
            var type = request.one("type");
            var kind = CompactionKind.named(type);
            if (kind.isPresent()) {
                stopped = node.compaction().stop(kind.get());
            } else if (!NEVER_UNDER_WAY.contains(type.toUpperCase(Locale.ROOT))) {
                throw AdminException.badRequest("compaction_type: can not convert \"" + type + "\" to a OperationType");
            }
        }
        return new JsonWriter().object().field("stopped", stopped).end().toString();
    }

    void setThroughput(AdminRequest request) throws AdminException {
        node.compaction().setThroughput(request.number("bytes", 0, Long.MAX_VALUE));
    }

    /// Merges under way stand still, and none begins, until they go on.
    void setPaused(AdminRequest request) throws AdminException {
        if (request.flag("paused")) {
            node.compaction().pause();
        } else {
            node.compaction().resume();
        }
    }

    void setConcurrent(AdminRequest request) throws AdminException {
        node.compaction().setConcurrentCompactors((int) request.number("count", 1, MAX_COMPACTORS));
    }

    void setAutomatic(AdminRequest request) throws AdminException {
        boolean enabled = request.flag("enabled");
        for (var table : tables.of(request.all("of"))) {
            node.compaction().setEnabled(table.id(), enabled);
        }
    }

    // ---- reports

    String now() {
        var compaction = node.compaction();
        var totals = compaction.totals();
        var json = new JsonWriter()
                .object()
                .field("concurrent_compactors", compaction.concurrentCompactors())
                .field("throughput_bytes", compaction.throughput())
                .field("current_throughput_bytes", compaction.currentThroughput())
                .field("completed", totals.completed())
                .field("failed", totals.failed())
                .field("stopped", totals.stopped())
                .field("reduced", totals.reduced())
                .field("sstables_left_out", totals.sstablesLeftOut())
                .field("completed_per_second", compaction.completedPerSecond())
                .field("paused", compaction.isPaused())
                .field("content_bytes_read", totals.contentRead())
                .field("bytes_read", totals.bytesRead())
                .field("bytes_written", totals.bytesWritten())
                .field("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        json.name("pending").array();
        compaction
                .pending()
                .forEach((id, tasks) -> node.storage()
                        .schema()
                        .table(id)
                        .ifPresent(table -> json.object()
                                .field("keyspace", table.keyspace())
                                .field("table", table.name())
                                .field("tasks", tasks)
                                .end()));
        json.end().name("running").array();
        for (var running : compaction.running()) {
            json.object()
                    .field("id", running.id().toString())
                    .field("keyspace", running.table().keyspace())
                    .field("table", running.table().name())
                    .field("type", running.kind().text())
                    .field("sstables", running.task().inputs().size())
                    .field("bytes_done", running.completed())
                    .field("bytes_total", running.total())
                    .field("bytes_stored", running.diskBytes())
                    .field("target_directory", node.absolute(DataDirectory.directory(running.table())))
                    .end();
        }
        return json.end().end().toString();
    }

    String history() {
        var json = new JsonWriter().object().name("history").array();
        for (var past : node.history().get()) {
            json.object()
                    .field("id", past.id().toString())
                    .field("keyspace", past.keyspace())
                    .field("table", past.table())
                    .field("compacted_at_millis", past.compactedAtMillis())
                    .field("bytes_in", past.bytesIn())
                    .field("bytes_out", past.bytesOut())
                    .name("rows_merged")
                    .object();
            past.rowsMerged().forEach((versions, rows) -> json.field(Integer.toString(versions), rows));
            json.end().name("properties").object();
            past.properties().forEach(json::field);
            json.end().end();
        }
        return json.end().end().toString();
    }

    String automatic(AdminRequest request) throws AdminException {
        var json = new JsonWriter().object().name("tables").array();
        for (var table : tables.of(request.all("of"))) {
            json.object()
                    .field("keyspace", table.metadata().keyspace())
                    .field("table", table.metadata().name())
                    .field("enabled", node.compaction().isEnabled(table.id()))
                    .end();
        }
        return json.end().end().toString();
    }
}
