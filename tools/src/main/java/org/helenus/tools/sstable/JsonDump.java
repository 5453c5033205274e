package org.helenus.tools.sstable;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.Names;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.encoding.RowReader;

/// The dump as JSON: a list of partitions, or one partition a line.
final class JsonDump implements DumpSink {
    private final PrintStream out;
    private final Json json;
    private final TableMetadata table;
    private final CellNames cells;
    private final DumpOptions options;
    private final long nowSeconds;
    private boolean hasMarker;
    private long markerTimestamp;
    private int markerTtl;

    /// @param nowSeconds what "expired" is judged by
    JsonDump(PrintStream out, TableMetadata table, DumpOptions options, long nowSeconds) {
        this.out = out;
        this.table = table;
        this.options = options;
        this.nowSeconds = nowSeconds;
        cells = new CellNames(table);
        json = new Json(out, options.lines());
        if (!options.lines()) {
            json.array();
        }
    }

    @Override
    public void partition(List<byte[]> key, long position, Optional<Deletion> deletion) {
        json.object().name("partition").object().name("key").shortArray();
        for (int i = 0; i < key.size(); i++) {
            json.text(ValueText.plain(table.partitionKey().get(i).type(), key.get(i)));
        }
        json.end().field("position", position);
        deletion.ifPresent(this::deletion);
        json.end().name("rows").array();
    }

    @Override
    public void row(boolean isStatic, byte[][] clustering, long position, RowReader row) {
        json.object().field("type", isStatic ? "static_block" : "row").field("position", position);
        if (clustering.length > 0) {
            clustering(Arrays.stream(clustering).map(Optional::ofNullable).toList());
        }
        hasMarker = row.hasMarker();
        markerTimestamp = row.markerTimestamp();
        markerTtl = row.markerTtl();
        if (hasMarker) {
            json.name("liveness_info").shortObject().field("tstamp", micros(markerTimestamp));
            if (markerTtl > 0) {
                expiry(markerTtl, row.markerExpiry());
            }
            json.end();
        }
        if (row.hasDeletion()) {
            deletion(new Deletion(row.deletionTimestamp(), row.deletionSeconds()));
        }
        json.name("cells").array();
    }

    private void clustering(List<Optional<byte[]>> values) {
        json.name("clustering").shortArray();
        for (int i = 0; i < table.clustering().size(); i++) {
            var type = table.clustering().get(i).type();
            if (i >= values.size()) {
                json.text("*");
            } else {
                json.raw(values.get(i).map(value -> ValueText.json(type, value)).orElse("null"));
            }
        }
        json.end();
    }

    @Override
    public void cells(RowReader row) {
        while (row.nextCell()) {
            json.shortObject().field("name", Names.maybeQuote(cells.column(row).name()));
            if (row.isComplexDeletion()) {
                deletion(new Deletion(row.timestamp(), row.seconds()));
            } else {
                cell(row);
            }
            json.end();
        }
    }

    private void cell(RowReader row) {
        cells.path(row)
                .ifPresent(path -> json.name("path").shortArray().text(path).end());
        if (row.isTombstone()) {
            json.name("deletion_info")
                    .shortObject()
                    .field("local_delete_time", seconds(row.seconds()))
                    .end();
        } else {
            json.name("value").raw(cells.value(row, ValueText::json));
        }
        if (!hasMarker || row.timestamp() != markerTimestamp) {
            json.field("tstamp", micros(row.timestamp()));
        }
        if (row.isExpiring() && (!hasMarker || row.ttl() != markerTtl)) {
            expiry(row.ttl(), row.seconds());
        }
    }

    private void expiry(int ttl, long expirySeconds) {
        json.field("ttl", ttl)
                .field("expires_at", seconds(expirySeconds))
                .field("expired", expirySeconds <= nowSeconds);
    }

    @Override
    public void endRow() {
        json.end().end();
    }

    @Override
    public void deletionStart(ClusteringBound bound, Deletion deletion) {
        bound("start", bound, !bound.behind(), deletion);
    }

    @Override
    public void deletionEnd(ClusteringBound bound, Deletion deletion) {
        bound("end", bound, bound.behind(), deletion);
    }

    private void bound(String which, ClusteringBound bound, boolean inclusive, Deletion deletion) {
        json.object().field("type", "range_tombstone_bound").name(which).object();
        json.field("type", inclusive ? "inclusive" : "exclusive");
        if (!bound.values().isEmpty()) {
            clustering(bound.values());
        }
        deletion(deletion);
        json.end().end();
    }

    private void deletion(Deletion deletion) {
        json.name("deletion_info")
                .shortObject()
                .field("marked_deleted", micros(deletion.timestamp()))
                .field("local_delete_time", seconds(deletion.seconds()))
                .end();
    }

    @Override
    public void endPartition() {
        json.end().end();
        if (options.lines()) {
            out.print('\n');
        }
    }

    @Override
    public void end() {
        if (!options.lines()) {
            json.end();
            out.print('\n');
        }
    }

    private String micros(long timestamp) {
        return options.rawTimes()
                ? Long.toString(timestamp)
                : Instant.ofEpochSecond(
                                Math.floorDiv(timestamp, 1_000_000L), Math.floorMod(timestamp, 1_000_000L) * 1_000L)
                        .toString();
    }

    private String seconds(long seconds) {
        return options.rawTimes()
                ? Long.toString(seconds)
                : Instant.ofEpochSecond(seconds).toString();
    }
}
