package org.helenus.server.admin;

import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import org.helenus.compaction.PurgeExplainer;
import org.helenus.compaction.PurgeExplanation;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.sstable.SSTableId;

/// Why deletions are still in files, as JSON. Threads: any; reads the files.
final class Explanations {
    private final NodeUnderAdmin node;

    Explanations(NodeUnderAdmin node) {
        this.node = node;
    }

    /// Into an open list. A file that was merged a moment ago is left out.
    void explain(JsonWriter json, TableStore table, List<SSTableId> files) throws IOException {
        for (var file : files) {
            PurgeExplanation why;
            try {
                why = PurgeExplainer.explain(table, file, node.clock().wallMicros());
            } catch (InvalidRequest e) {
                continue;
            }
            json.object()
                    .field("file", node.absolute(why.path()))
                    .field("keyspace", table.metadata().keyspace())
                    .field("table", table.metadata().name())
                    .field("deletions", why.deletions())
                    .field("free", why.free())
                    .field("within_grace", why.withinGrace());
            if (why.graceSeconds().isPresent()) {
                json.field("gc_grace_seconds", why.graceSeconds().get());
            }
            json.field("last_grace_seconds", why.lastGraceSeconds())
                    .name("held_by")
                    .array();
            why.holders().forEach(holder -> holder(json, table.metadata(), holder));
            json.end().end();
        }
    }

    private void holder(JsonWriter json, TableMetadata table, PurgeExplanation.Holder holder) {
        json.object()
                .field("by", holder.file().isPresent() ? node.absolute(holder.path()) : "memtable")
                .field("oldest_write", holder.oldestWrite())
                .field("deletions", holder.deletions())
                .field("oldest_deletion", holder.oldest())
                .field("newest_deletion", holder.newest())
                .field("first_token", RowKeyFormat.head(holder.firstKey(), holder.firstKey().length))
                .field("first_key", partition(table, holder.firstKey()))
                .field("last_token", RowKeyFormat.head(holder.lastKey(), holder.lastKey().length))
                .field("last_key", partition(table, holder.lastKey()))
                .end();
    }

    /// Its components as `getsstables` takes them.
    private static String partition(TableMetadata table, byte[] key) {
        var wire = RowKeyFormat.partitionKey(key, RowKeyFormat.prefixLength(key, key.length));
        var text = new StringJoiner(":");
        var components = PartitionKeys.split(wire, table.partitionKey().size());
        for (int i = 0; i < components.size(); i++) {
            text.add(
                    PartitionKeyText.unquoted(table.partitionKey().get(i).type().format(components.get(i))));
        }
        return text.toString();
    }
}
