package org.helenus.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.DroppedColumn;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;

/// From the column ids of a file to those of a table that is to take its rows. Columns are the same by name, kind and
/// type; those of the key by place and type. A column that either has dropped need not be in the table: what the file
/// has of it is out of sight, or is left out.
final class ColumnMapping {
    private final boolean identity;
    /// Of the file's columns; one that is not here is left out.
    private final Map<Integer, Integer> ids;

    private ColumnMapping(Map<Integer, Integer> ids, boolean identity) {
        this.ids = ids;
        this.identity = identity;
    }

    /// @param file what the file says of its table
    /// @throws InvalidRequest the table cannot hold such rows; the message says why
    static ColumnMapping of(TableMetadata file, TableMetadata table) {
        if (file.isCounter() != table.isCounter()) {
            throw refused(table, "only one of the two is a counter table");
        }
        key("partition key", file.partitionKey(), table, table.partitionKey());
        key("clustering", file.clustering(), table, table.clustering());
        var ids = new HashMap<Integer, Integer>();
        boolean identity = true;
        for (var columns : List.of(file.statics(), file.regulars())) {
            for (var column : columns) {
                int id = target(column, table);
                ids.put(column.id(), id);
                identity &= id == column.id();
            }
        }
        for (DroppedColumn dropped : file.droppedColumns().values()) {
            // Under another id in the table these cells might come to light again.
            boolean alike = table.droppedColumns().values().stream()
                    .anyMatch(other -> other.column().id() == dropped.column().id()
                            && other.droppedAtMicros() >= dropped.droppedAtMicros());
            identity &= alike;
        }
        return new ColumnMapping(ids, identity);
    }

    private static void key(
            String what, List<ColumnMetadata> columns, TableMetadata table, List<ColumnMetadata> expected) {
        boolean fits = columns.size() == expected.size();
        for (int i = 0; i < columns.size() && fits; i++) {
            fits = columns.get(i).type().equals(expected.get(i).type())
                    && columns.get(i).descending() == expected.get(i).descending();
        }
        if (!fits) {
            throw refused(table, "the " + what + " is " + types(columns) + " there and " + types(expected) + " here");
        }
    }

    private static String types(List<ColumnMetadata> columns) {
        var types = new ArrayList<String>();
        columns.forEach(column ->
                types.add(column.name() + " " + column.type().cqlName() + (column.descending() ? " DESC" : "")));
        return "(" + String.join(", ", types) + ")";
    }

    private static int target(ColumnMetadata column, TableMetadata table) {
        Optional<ColumnMetadata> target = table.anyColumn(column.name())
                .or(() -> Optional.ofNullable(table.droppedColumns().get(column.name()))
                        .map(DroppedColumn::column));
        if (target.isEmpty()) {
            throw refused(table, "it has a column " + column.name() + " that the table does not have");
        }
        if (target.get().kind() != column.kind() || !holds(target.get().type(), column.type())) {
            throw refused(
                    table,
                    "column " + column.name() + " is " + column.type().cqlName() + " there and "
                            + target.get().type().cqlName() + " here");
        }
        return target.get().id();
    }

    /// Whether values of the one type are values of the other: a user type may have got more fields.
    private static boolean holds(CqlType type, CqlType older) {
        if (type instanceof UserType now && older instanceof UserType before) {
            int count = before.fieldNames().size();
            return now.isMultiCell() == before.isMultiCell()
                    && now.name().equals(before.name())
                    && now.fieldNames().size() >= count
                    && now.fieldNames().subList(0, count).equals(before.fieldNames())
                    && now.fieldTypes().subList(0, count).equals(before.fieldTypes());
        }
        return type.equals(older);
    }

    private static InvalidRequest refused(TableMetadata table, String why) {
        return new InvalidRequest("The file does not fit " + table.keyspace() + "." + table.name() + ": " + why);
    }

    /// Whether the rows can stay as they are.
    boolean isIdentity() {
        return identity;
    }

    /// The table's ids in their order, each with the file's.
    List<Map.Entry<Integer, Integer>> inOrder() {
        return ids.entrySet().stream()
                .map(entry -> Map.entry(entry.getValue(), entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    /// Writes a row with the table's ids.
    ///
    /// @return false: nothing of it is left
    boolean write(RowReader row, RowWriter out, ByteWriter into) {
        out.reset(into);
        out.shapeOf(row);
        if (row.hasMarker()) {
            out.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasDeletion()) {
            out.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        if (row.hasClustering()) {
            out.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        // The table's ids in their order, and the file's; a pass for each keeps the cells of a column together.
        var order = new TreeMap<Integer, Integer>();
        while (row.nextCell()) {
            Integer id = ids.get(row.columnId());
            if (id != null) {
                order.put(id, row.columnId());
            }
        }
        order.forEach((id, original) -> {
            row.rewind();
            while (row.nextCell()) {
                if (row.columnId() == original) {
                    out.copy(id, row);
                }
            }
        });
        return out.finish();
    }
}
