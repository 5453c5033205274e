package org.helenus.tools.sstable;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.encoding.RowReader;

/// The dump as a line for each row and each end of a deletion, as the storage sees them.
final class LineDump implements DumpSink {
    private final PrintStream out;
    private final TableMetadata table;
    private final CellNames names;
    private String start = "";
    private StringJoiner cells = new StringJoiner(", ");

    LineDump(PrintStream out, TableMetadata table) {
        this.out = out;
        this.table = table;
        names = new CellNames(table);
    }

    @Override
    public void partition(List<byte[]> key, long position, Optional<Deletion> deletion) {
        start = "[" + ValueText.key(table, key) + "]@";
        deletion.ifPresent(whole -> out.print(start + position + " " + text(whole) + "\n"));
    }

    private static String text(Deletion deletion) {
        return "deletedAt=" + deletion.timestamp() + ", localDeletion=" + deletion.seconds();
    }

    @Override
    public void row(boolean isStatic, byte[][] clustering, long position, RowReader row) {
        out.print(start + position + " Row[info=[");
        if (row.hasMarker()) {
            out.print("ts=" + row.markerTimestamp());
            if (row.markerTtl() > 0) {
                out.print(" ttl=" + row.markerTtl() + ", let=" + row.markerExpiry());
            }
        } else {
            out.print("ts=-9223372036854775808");
        }
        out.print("]");
        if (row.hasDeletion()) {
            out.print(" del=" + text(new Deletion(row.deletionTimestamp(), row.deletionSeconds())));
        }
        var values = new StringJoiner(", ");
        for (int i = 0; i < clustering.length; i++) {
            values.add(
                    clustering[i] == null
                            ? "null"
                            : ValueText.literal(table.clustering().get(i).type(), clustering[i]));
        }
        out.print(" ]: " + (isStatic ? "STATIC" : values) + " | ");
        cells = new StringJoiner(", ");
    }

    @Override
    public void cells(RowReader row) {
        while (row.nextCell()) {
            String name = names.column(row).name();
            if (row.isComplexDeletion()) {
                cells.add("del(" + name + ")=" + text(new Deletion(row.timestamp(), row.seconds())));
            } else {
                cells.add("[" + name
                        + names.path(row).map(path -> "[" + path + "]").orElse("") + "="
                        + (row.isTombstone() ? "<tombstone>" : names.value(row, ValueText::plain))
                        + " ts=" + row.timestamp()
                        + (row.isExpiring() ? " ttl=" + row.ttl() : "")
                        + (row.isExpiring() || row.isTombstone() ? " ldt=" + row.seconds() : "") + "]");
            }
        }
    }

    @Override
    public void endRow() {
        out.print(cells + "\n");
    }

    @Override
    public void deletionStart(ClusteringBound bound, Deletion deletion) {
        marker(bound.behind() ? "EXCL_START_BOUND" : "INCL_START_BOUND", bound, deletion);
    }

    @Override
    public void deletionEnd(ClusteringBound bound, Deletion deletion) {
        marker(bound.behind() ? "INCL_END_BOUND" : "EXCL_END_BOUND", bound, deletion);
    }

    private void marker(String kind, ClusteringBound bound, Deletion deletion) {
        var values = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < bound.values().size(); i++) {
            var column = table.clustering().get(i);
            values.add(column.name() + "="
                    + bound.values()
                            .get(i)
                            .map(value -> ValueText.plain(column.type(), value))
                            .orElse("null"));
        }
        out.print(start + "0 Marker " + kind + values + "@" + deletion.timestamp() + "/" + deletion.seconds() + "\n");
    }

    @Override
    public void endPartition() {}

    @Override
    public void end() {}
}
