package org.helenus.server.admin;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.TableId;
import org.helenus.storage.Snapshots;
import org.helenus.storage.TableStore;
import org.helenus.storage.snapshot.Snapshot;

/// Snapshots taken, told and cleared. Threads: any.
final class SnapshotOrders {
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_525);

    private final NodeUnderAdmin node;
    private final ChosenTables tables;

    SnapshotOrders(NodeUnderAdmin node, ChosenTables tables) {
        this.node = node;
        this.tables = tables;
    }

    String take(AdminRequest request) throws AdminException, IOException {
        var tag = request.one("tag");
        List<TableId> chosen =
                tables.of(request.all("of")).stream().map(TableStore::id).toList();
        boolean flush = request.optional("flush").isEmpty() || request.flag("flush");
        Optional<Duration> life = request.optional("ttl").isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(request.number("ttl", 0, LONGEST_LIFE.toSeconds())));
        if (life.isPresent() && life.get().compareTo(Snapshots.SHORTEST_LIFE) < 0) {
            throw AdminException.badRequest(
                    "ttl for snapshot must be at least " + Snapshots.SHORTEST_LIFE.toSeconds() + " seconds");
        }
        var snapshots = node.storage().snapshots();
        var snapshot = flush ? snapshots.take(tag, chosen, life) : snapshots.takeUnflushed(tag, chosen, life);
        return new JsonWriter()
                .object()
                .field("tag", snapshot.tag())
                .field("tables", chosen.size())
                .end()
                .toString();
    }

    String list() throws IOException {
        var json = new JsonWriter().object().name("snapshots").array();
        for (var snapshot : node.storage().snapshots().list()) {
            for (var table : snapshot.tables()) {
                json.object()
                        .field("tag", snapshot.tag())
                        .field("keyspace", table.keyspace())
                        .field("table", table.name())
                        .field("true_bytes", node.storage().snapshots().exclusiveBytes(table))
                        .field("bytes", table.sizeBytes())
                        .field("created_millis", snapshot.created().toEpochMilli());
                snapshot.expires().ifPresent(at -> json.field("expires_millis", at.toEpochMilli()));
                json.end();
            }
        }
        return json.end().end().toString();
    }

    /// Clears one tag, or all that were taken before a time, or all; of some keyspaces or of all.
    String clear(AdminRequest request) throws AdminException, IOException {
        var keyspaces = new HashSet<>(request.all("of")); // one that was dropped may have some
        Optional<String> tag = request.optional("tag");
        var before = request.optional("before").isEmpty()
                ? Instant.MAX
                : Instant.ofEpochMilli(request.number("before", 0, Long.MAX_VALUE));
        var cleared = new ArrayList<String>();
        for (var snapshot : node.storage().snapshots().list()) {
            boolean meant = tag.map(snapshot.tag()::equals).orElse(true)
                    && snapshot.created().isBefore(before);
            if (meant && clear(snapshot, keyspaces)) {
                cleared.add(snapshot.tag());
            }
        }
        var json = new JsonWriter().object().name("cleared").array();
        cleared.forEach(json::value);
        return json.end().end().toString();
    }

    private boolean clear(Snapshot snapshot, HashSet<String> keyspaces) throws IOException {
        var snapshots = node.storage().snapshots();
        if (keyspaces.isEmpty()) {
            return snapshots.clear(snapshot.tag());
        }
        boolean any = false;
        for (var keyspace : keyspaces) {
            any |= snapshots.clear(snapshot.tag(), keyspace);
        }
        return any;
    }
}
