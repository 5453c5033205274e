package org.helenus.storage.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a reader of the tables would see, computed as naively as it can be.
final class Model {
    static final int TABLES = 2;
    static final long NOW_SECONDS = 1_000_000;

    private record Cell(long timestamp, String value, long expiry, boolean deleted) {
        boolean isLive() {
            return !deleted && (expiry == 0 || expiry > NOW_SECONDS);
        }
    }

    private record Range(int from, int to, long timestamp) {}

    private static final class Row {
        long deletedAt = Long.MIN_VALUE;
        final TreeMap<String, Cell> cells = new TreeMap<>(); // the marker is the cell "!"
    }

    private static final class Partition {
        final List<Range> ranges = new ArrayList<>();
        final TreeMap<Integer, Row> rows = new TreeMap<>();
    }

    private final List<TreeMap<Integer, Partition>> tables = new ArrayList<>();
    private final boolean[] hasB = new boolean[TABLES];
    private final long[] droppedAt = new long[TABLES];

    private Model() {
        for (int i = 0; i < TABLES; i++) {
            tables.add(new TreeMap<>());
            hasB[i] = true;
            droppedAt[i] = Long.MIN_VALUE;
        }
    }

    /// What is seen after the first `writes` writes and the first `edits` other steps.
    static String of(List<Step> steps, int writes, int edits) {
        var model = new Model();
        int writesLeft = writes;
        int editsLeft = edits;
        for (var step : steps) {
            if (step.isLogged() ? writesLeft-- > 0 : editsLeft-- > 0) {
                model.apply(step);
            }
        }
        return model.show();
    }

    private void apply(Step step) {
        switch (step) {
            case Step.Write write -> write.changes().forEach(this::apply);
            case Step.Truncate truncate -> tables.get(truncate.table()).clear();
            case Step.DropColumn drop -> {
                hasB[drop.table()] = false;
                droppedAt[drop.table()] = Math.max(droppedAt[drop.table()], drop.droppedAt());
            }
            case Step.AddColumn add -> hasB[add.table()] = true;
            case Step.Purge purge -> tables.get(purge.table()).values().forEach(Model::purge);
            case Step.Recreate create -> {
                tables.get(create.table()).clear();
                hasB[create.table()] = true;
                droppedAt[create.table()] = Long.MIN_VALUE;
            }
        }
    }

    /// What is written later under an older timestamp meets no deletion any more.
    private static void purge(Partition partition) {
        partition.rows.forEach((key, row) -> {
            long deletedAt = deletedAt(partition, key, row);
            row.cells.values().removeIf(cell -> cell.timestamp <= deletedAt || !cell.isLive());
            row.deletedAt = Long.MIN_VALUE;
        });
        partition.ranges.clear();
    }

    private void apply(Change change) {
        var partition = tables.get(change.table()).computeIfAbsent(change.partition(), key -> new Partition());
        long at = change.timestamp();
        switch (change) {
            case Change.PutRow put -> {
                var row = partition.rows.computeIfAbsent(put.row(), key -> new Row());
                if (put.marker()) {
                    newer(row, "!", new Cell(at, "", put.expiry(), false));
                }
                put.a().ifPresent(value -> newer(row, "a", new Cell(at, value, put.expiry(), false)));
                put.b().ifPresent(value -> newer(row, "b", new Cell(at, value, put.expiry(), false)));
            }
            case Change.DeleteCell delete ->
                newer(
                        partition.rows.computeIfAbsent(delete.row(), key -> new Row()),
                        delete.first() ? "a" : "b",
                        new Cell(at, "", 0, true));
            case Change.DeleteRow delete -> {
                var row = partition.rows.computeIfAbsent(delete.row(), key -> new Row());
                row.deletedAt = Math.max(row.deletedAt, at);
            }
            case Change.DeleteRange delete -> partition.ranges.add(new Range(delete.from(), delete.to(), at));
            case Change.DeletePartition delete ->
                partition.ranges.add(new Range(Integer.MIN_VALUE, Integer.MAX_VALUE, at));
        }
    }

    private static void newer(Row row, String name, Cell cell) {
        row.cells.merge(name, cell, (old, fresh) -> fresh.timestamp > old.timestamp ? fresh : old);
    }

    private String show() {
        var lines = new TreeMap<String, String>();
        for (int table = 0; table < TABLES; table++) {
            for (var partition : tables.get(table).entrySet()) {
                for (var row : partition.getValue().rows.entrySet()) {
                    String shown = show(table, partition.getValue(), row.getKey(), row.getValue());
                    if (!shown.isEmpty()) {
                        lines.put(table + "/" + partition.getKey() + "/" + row.getKey(), shown);
                    }
                }
            }
        }
        return lines.toString();
    }

    private String show(int table, Partition partition, int key, Row row) {
        long deletedAt = deletedAt(partition, key, row);
        var shown = new StringBuilder();
        for (var cell : row.cells.entrySet()) {
            boolean gone = cell.getKey().equals("b") && (!hasB[table] || cell.getValue().timestamp <= droppedAt[table]);
            if (!gone
                    && cell.getValue().timestamp > deletedAt
                    && cell.getValue().isLive()) {
                shown.append(cell.getKey())
                        .append('=')
                        .append(cell.getValue().value)
                        .append(' ');
            }
        }
        return shown.toString();
    }

    private static long deletedAt(Partition partition, int key, Row row) {
        long deletedAt = row.deletedAt;
        for (var range : partition.ranges) {
            if (range.from <= key && key < range.to) {
                deletedAt = Math.max(deletedAt, range.timestamp);
            }
        }
        return deletedAt;
    }
}
