package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.helenus.conformance.RandomTable.Column;
import org.helenus.schema.type.NativeType;

/// Changes of a table's definition by lot: columns are added, dropped, and come back.
final class RandomAlterations {
    private final Random random;
    private final RandomTable table;
    private final RandomValues values;
    private final List<Dropped> dropped = new ArrayList<>();
    private long dropTimestamp;
    private int added;

    private record Dropped(Column column, boolean isStatic) {}

    RandomAlterations(Random random, RandomTable table, RandomValues values) {
        this.random = random;
        this.table = table;
        this.values = values;
    }

    List<String> next() {
        if (table.compact()) {
            return compact();
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> droppedAndAdded();
            case 2, 3 -> drop();
            case 4 -> comeBack();
            case 5 -> alterType();
            default -> add();
        };
    }

    /// Columns are not added to it. One that became a usual table has columns that nobody named, and goes on like
    /// that.
    private List<String> compact() {
        if (random.nextInt(3) > 0) {
            return table.types().isEmpty() ? List.of() : alterType();
        }
        table.dropCompact();
        return List.of("ALTER TABLE t DROP COMPACT STORAGE");
    }

    private List<Column> droppable() {
        return table.counters() || table.conditions()
                ? List.of()
                : table.values().stream().filter(table::comesBack).toList();
    }

    private List<String> drop() {
        List<Column> columns = droppable();
        if (columns.isEmpty()) {
            return add();
        }
        Column column = values.pick(columns);
        String statement = drop(column);
        dropped.add(new Dropped(column, table.statics().contains(column)));
        table.drop(column);
        return List.of(statement);
    }

    private String drop(Column column) {
        // Cassandra forgets the time of an earlier drop, and shows again what that hid; of a static column it
        // does not
        // get over values that are newer than the drop
        int timestamp = table.statics().contains(column)
                ? RandomWrites.TIMESTAMPS
                : 1 + random.nextInt(RandomWrites.TIMESTAMPS);
        dropTimestamp = Math.max(dropTimestamp, timestamp);
        return "ALTER TABLE t DROP " + column.name() + " USING TIMESTAMP " + dropTimestamp;
    }

    private List<String> droppedAndAdded() {
        List<Column> columns = droppable();
        if (columns.isEmpty()) {
            return comeBack();
        }
        Column column = values.pick(columns);
        return List.of(drop(column), add(column, table.statics().contains(column)));
    }

    private List<String> comeBack() {
        if (dropped.isEmpty()) {
            return add();
        }
        Dropped back = dropped.remove(random.nextInt(dropped.size()));
        table.add(back.column, back.isStatic);
        return List.of(add(back.column, back.isStatic));
    }

    private List<String> add() {
        var column = new Column(
                "w" + ++added,
                table.counters() ? NativeType.COUNTER : values.columnType(table.types()),
                false,
                List.of());
        boolean isStatic = !table.clustering().isEmpty() && random.nextInt(4) == 0;
        table.add(column, isStatic);
        return List.of(add(column, isStatic));
    }

    private static String add(Column column, boolean isStatic) {
        return "ALTER TABLE t ADD " + column.name() + " " + column.type().cqlName() + (isStatic ? " STATIC" : "");
    }

    /// Values go on being written as before, and have one field less than their type.
    private List<String> alterType() {
        return table.types().isEmpty()
                ? add()
                : List.of("ALTER TYPE " + values.pick(table.types()).name() + " ADD IF NOT EXISTS g" + random.nextInt(2)
                        + " " + values.pick(List.of("int", "text", "frozen<list<int>>")));
    }
}
