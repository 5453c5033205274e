package org.helenus.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;

/// What a table is: its columns and options. Immutable; a change makes a new one with the same [#id()].
///
/// Column ids are given in order and never to another column. A column added again under a dropped name gets its old
/// id, and the drop time of that id stays, so that what was written before the drop does not come back.
public final class TableMetadata {
    private final TableId id;
    private final String keyspace;
    private final String name;
    private final Map<String, ColumnMetadata> byName;
    private final Map<Integer, ColumnMetadata> byId;
    private final List<ColumnMetadata> partitionKey;
    private final List<ColumnMetadata> clustering;
    private final List<ColumnMetadata> statics;
    private final List<ColumnMetadata> regulars;
    private final List<ColumnMetadata> columns;
    private final List<ColumnMetadata> allColumns;
    private final TableForm form;
    private final TableOptions options;
    private final Map<String, DroppedColumn> droppedColumns;
    private final int nextColumnId;
    private final boolean counter;

    private TableMetadata(Builder builder) {
        id = builder.id;
        keyspace = builder.keyspace;
        name = builder.name;
        options = builder.options;
        form = builder.form;
        nextColumnId = builder.nextColumnId;
        droppedColumns = sorted(builder.dropped);
        byName = Map.copyOf(builder.columns);
        var ids = new HashMap<Integer, ColumnMetadata>();
        for (ColumnMetadata column : byName.values()) {
            if (column.id() >= nextColumnId || ids.put(column.id(), column) != null) {
                throw new IllegalArgumentException("column id " + column.id() + " of " + keyspace + "." + name);
            }
        }
        byId = Map.copyOf(ids);
        partitionKey = ofKind(byName.values(), ColumnKind.PARTITION_KEY);
        clustering = ofKind(byName.values(), ColumnKind.CLUSTERING);
        statics = ofKind(byName.values(), ColumnKind.STATIC);
        regulars = ofKind(byName.values(), ColumnKind.REGULAR);
        if (partitionKey.isEmpty()) {
            throw new IllegalArgumentException("no partition key in " + keyspace + "." + name);
        }
        var all = new ArrayList<ColumnMetadata>(byName.size());
        all.addAll(partitionKey);
        all.addAll(clustering);
        all.addAll(statics);
        all.addAll(regulars);
        allColumns = List.copyOf(all);
        all.removeIf(this::isHidden);
        columns = List.copyOf(all);
        // A counter table whose counters were all dropped stays one.
        counter = allColumns.stream().anyMatch(column -> column.type() == NativeType.COUNTER)
                || droppedColumns.values().stream()
                        .anyMatch(drop -> drop.column().type() == NativeType.COUNTER);
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    private static List<ColumnMetadata> ofKind(Collection<ColumnMetadata> columns, ColumnKind kind) {
        Comparator<ColumnMetadata> order = kind.isPrimaryKey()
                ? Comparator.comparingInt(ColumnMetadata::position)
                : Comparator.comparing(ColumnMetadata::name, TableMetadata::byBytes);
        List<ColumnMetadata> found = columns.stream()
                .filter(column -> column.kind() == kind)
                .sorted(order)
                .toList();
        for (int i = 0; kind.isPrimaryKey() && i < found.size(); i++) {
            if (found.get(i).position() != i) {
                throw new IllegalArgumentException("positions of " + kind + " columns have a hole");
            }
        }
        return found;
    }

    /// Cassandra's order of names: by their bytes, of which the first has a sign. What begins beyond ASCII comes
    /// before
    /// what does not.
    private static int byBytes(String a, String b) {
        byte[] left = a.getBytes(StandardCharsets.UTF_8);
        byte[] right = b.getBytes(StandardCharsets.UTF_8);
        boolean beyondAscii = left.length > 0 && left[0] < 0;
        return beyondAscii == (right.length > 0 && right[0] < 0)
                ? Arrays.compareUnsigned(left, right)
                : beyondAscii ? -1 : 1;
    }

    public TableId id() {
        return id;
    }

    public String keyspace() {
        return keyspace;
    }

    public String name() {
        return name;
    }

    public List<ColumnMetadata> partitionKey() {
        return partitionKey;
    }

    public List<ColumnMetadata> clustering() {
        return clustering;
    }

    /// In order of name, by its bytes.
    public List<ColumnMetadata> statics() {
        return statics;
    }

    /// In order of name, by its bytes.
    public List<ColumnMetadata> regulars() {
        return regulars;
    }

    /// Those that statements can name, in the order of `SELECT *`: partition key, clustering, static columns,
    /// others.
    public List<ColumnMetadata> columns() {
        return columns;
    }

    /// With those that are hidden, in the same order.
    public List<ColumnMetadata> allColumns() {
        return allColumns;
    }

    /// One that statements can name.
    public Optional<ColumnMetadata> column(String columnName) {
        return anyColumn(columnName).filter(column -> !isHidden(column));
    }

    /// One that may be hidden.
    public Optional<ColumnMetadata> anyColumn(String columnName) {
        return Optional.ofNullable(byName.get(columnName));
    }

    /// Whether a column of this table lies behind those that statements can name, see [TableForm].
    public boolean isHidden(ColumnMetadata column) {
        return switch (form) {
            case CQL -> false;
            case STATIC_COMPACT -> column.kind() == ColumnKind.CLUSTERING || column.kind() == ColumnKind.REGULAR;
            case DENSE -> column.type().equals(CustomType.EMPTY);
        };
    }

    /// One that may be hidden. Empty also for the ids of dropped columns.
    public Optional<ColumnMetadata> column(int columnId) {
        return Optional.ofNullable(byId.get(columnId));
    }

    public TableOptions options() {
        return options;
    }

    public boolean isCounter() {
        return counter;
    }

    public boolean hasStatics() {
        return !statics.isEmpty();
    }

    public TableForm form() {
        return form;
    }

    /// Whether it was made `WITH COMPACT STORAGE`, and still is so.
    public boolean isCompact() {
        return form != TableForm.CQL;
    }

    /// As `system_schema.tables` tells them: `compound` for all but compact tables with less than two clustering
    /// columns, `dense` for compact ones with any, `counter` for counter tables. In order of name.
    public Set<String> flags() {
        var flags = new TreeSet<String>();
        if (form == TableForm.CQL || clustering.size() > 1) {
            flags.add("compound");
        }
        if (counter) {
            flags.add("counter");
        }
        if (form == TableForm.DENSE) {
            flags.add("dense");
        }
        return Collections.unmodifiableSet(flags);
    }

    /// By name; also those that were added again since, because their drop time still counts.
    public Map<String, DroppedColumn> droppedColumns() {
        return droppedColumns;
    }

    /// Cells of this column written at or before this are not seen, in microseconds; the smallest long: never
    /// dropped.
    public long droppedAtMicros(int columnId) {
        long latest = Long.MIN_VALUE;
        for (DroppedColumn dropped : droppedColumns.values()) {
            if (dropped.column().id() == columnId) {
                latest = Math.max(latest, dropped.droppedAtMicros());
            }
        }
        return latest;
    }

    /// The id that the next new column gets.
    public int nextColumnId() {
        return nextColumnId;
    }

    public static Builder builder(TableId id, String keyspace, String name) {
        return new Builder(id, keyspace, name);
    }

    public Builder toBuilder() {
        var builder = new Builder(id, keyspace, name);
        allColumns.forEach(column -> builder.columns.put(column.name(), column));
        builder.dropped.putAll(droppedColumns);
        builder.options = options;
        builder.form = form;
        builder.nextColumnId = nextColumnId;
        return builder;
    }

    /// With the new form of a user type wherever a column holds it.
    TableMetadata withType(UserType type) {
        if (columns.stream().noneMatch(column -> type.isIn(column.type()))
                && droppedColumns.values().stream()
                        .noneMatch(drop -> type.isIn(drop.column().type()))) {
            return this;
        }
        Builder builder = toBuilder();
        allColumns.forEach(column -> builder.column(column.withType(type.replaceIn(column.type()))));
        droppedColumns.forEach((column, drop) -> builder.dropped.put(
                column,
                new DroppedColumn(
                        drop.column().withType(type.replaceIn(drop.column().type())), drop.droppedAtMicros())));
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableMetadata that
                && id.equals(that.id)
                && keyspace.equals(that.keyspace)
                && name.equals(that.name)
                && byName.equals(that.byName)
                && droppedColumns.equals(that.droppedColumns)
                && nextColumnId == that.nextColumnId
                && form == that.form
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, byName, options);
    }

    @Override
    public String toString() {
        return keyspace + "." + name;
    }

    /// Makes a table, or a changed one. Checks only what must never be; what CQL allows is judged where statements
    /// are.
    public static final class Builder {
        private final TableId id;
        private final String keyspace;
        private String name;
        private final Map<String, ColumnMetadata> columns = new LinkedHashMap<>();
        private final Map<String, DroppedColumn> dropped = new LinkedHashMap<>();
        private TableOptions options = TableOptions.DEFAULTS;
        private TableForm form = TableForm.CQL;
        private int nextColumnId;

        private Builder(TableId id, String keyspace, String name) {
            this.id = id;
            this.keyspace = keyspace;
            this.name = name;
        }

        /// The next partition key column.
        public Builder partitionKey(String column, CqlType type) {
            return add(column, type, ColumnKind.PARTITION_KEY, count(ColumnKind.PARTITION_KEY), false);
        }

        /// The next clustering column, ascending.
        public Builder clustering(String column, CqlType type) {
            return clustering(column, type, false);
        }

        public Builder clustering(String column, CqlType type, boolean descending) {
            return add(column, type, ColumnKind.CLUSTERING, count(ColumnKind.CLUSTERING), descending);
        }

        public Builder staticColumn(String column, CqlType type) {
            return add(column, type, ColumnKind.STATIC, -1, false);
        }

        public Builder regular(String column, CqlType type) {
            return add(column, type, ColumnKind.REGULAR, -1, false);
        }

        private int count(ColumnKind kind) {
            return (int) columns.values().stream()
                    .filter(column -> column.kind() == kind)
                    .count();
        }

        private Builder add(String column, CqlType type, ColumnKind kind, int position, boolean descending) {
            if (columns.containsKey(column)) {
                throw new IllegalArgumentException("column " + column + " twice in " + keyspace + "." + name);
            }
            var old = Optional.ofNullable(dropped.get(column))
                    .filter(drop -> drop.column().kind() == kind);
            int columnId = old.map(drop -> drop.column().id()).orElse(nextColumnId);
            nextColumnId = Math.max(nextColumnId, columnId + 1);
            columns.put(column, new ColumnMetadata(column, columnId, type, kind, position, descending));
            return this;
        }

        /// Puts a column as it is, in place of one of the same name: for decoding, and for changed types.
        public Builder column(ColumnMetadata column) {
            columns.put(column.name(), column);
            nextColumnId = Math.max(nextColumnId, column.id() + 1);
            return this;
        }

        /// Drops a static or regular column; its id and the greatest drop time are kept, and its type with
        /// user types
        /// written out, since these may be dropped next.
        public Builder drop(String column, long droppedAtMicros) {
            ColumnMetadata gone = columns.get(column);
            if (gone == null || gone.isPrimaryKey()) {
                throw new IllegalArgumentException("cannot drop " + column + " of " + keyspace + "." + name);
            }
            columns.remove(column);
            var kept = new ColumnMetadata(
                    column, gone.id(), UserType.expandIn(gone.type()), gone.kind(), gone.position(), gone.descending());
            return dropped(new DroppedColumn(kept, droppedAtMicros));
        }

        /// Puts a dropped column; the greatest drop time under one id stays.
        public Builder dropped(DroppedColumn column) {
            dropped.merge(
                    column.column().name(),
                    column,
                    (old, now) ->
                            old.column().id() == now.column().id() && old.droppedAtMicros() > now.droppedAtMicros()
                                    ? new DroppedColumn(now.column(), old.droppedAtMicros())
                                    : now);
            nextColumnId = Math.max(nextColumnId, column.column().id() + 1);
            return this;
        }

        /// Renames a primary key column. Its id stays.
        public Builder rename(String from, String to) {
            ColumnMetadata old = columns.get(from);
            if (old == null || columns.containsKey(to)) {
                throw new IllegalArgumentException("cannot rename " + from + " to " + to);
            }
            columns.remove(from);
            return column(new ColumnMetadata(to, old.id(), old.type(), old.kind(), old.position(), old.descending()));
        }

        public Builder options(TableOptions newOptions) {
            options = newOptions;
            return this;
        }

        public Builder form(TableForm newForm) {
            form = newForm;
            return this;
        }

        /// Makes the table a compact one, once its columns are named: a static compact one without clustering
        /// columns,
        /// else a dense one. Adds the columns that are hidden, under names that are free.
        public Builder compact() {
            boolean isCounter = columns.values().stream().anyMatch(column -> column.type() == NativeType.COUNTER);
            if (count(ColumnKind.CLUSTERING) > 0) {
                form = TableForm.DENSE;
                return count(ColumnKind.REGULAR) > 0 ? this : regular(freeValueName(), CustomType.EMPTY);
            }
            form = TableForm.STATIC_COMPACT;
            columns.replaceAll((_, column) -> column.kind() == ColumnKind.REGULAR
                    ? new ColumnMetadata(column.name(), column.id(), column.type(), ColumnKind.STATIC, -1, false)
                    : column);
            int number = 1;
            while (columns.containsKey("column" + number)) {
                number++;
            }
            return clustering("column" + number, NativeType.TEXT)
                    .regular(freeValueName(), isCounter ? NativeType.COUNTER : NativeType.BLOB);
        }

        private String freeValueName() {
            String free = "value";
            for (int number = 1; columns.containsKey(free); number++) {
                free = "value" + number;
            }
            return free;
        }

        public Builder nextColumnId(int next) {
            nextColumnId = Math.max(nextColumnId, next);
            return this;
        }

        public TableMetadata build() {
            return new TableMetadata(this);
        }
    }
}
