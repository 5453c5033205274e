package org.helenus.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;

/// A table `t` by lot. Its columns may change while a list is made.
final class RandomTable {
    private final List<UserType> types;
    private final List<Column> partition;
    private final List<Column> clustering;
    private final List<Column> statics;
    private final List<Column> regulars;
    private final boolean counters;
    private final boolean conditions;
    private final boolean expiringRows;
    private final String options;
    private boolean compact;

    /// @param values what its literals are drawn from; for keys
    record Column(String name, CqlType type, boolean descending, List<String> values) {}

    private RandomTable(Random random, String keyspace) {
        var values = new RandomValues(random);
        types = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            types.add(values.userType(keyspace, "u" + types.size(), types));
        }
        counters = random.nextInt(10) == 0;
        partition = keys("p", 1 + random.nextInt(5) / 4, 3, random, values, types);
        clustering = keys("c", random.nextInt(4), 4, random, values, types);
        statics = new ArrayList<>();
        for (int i = clustering.isEmpty() ? 0 : random.nextInt(3); i > 0; i--) {
            statics.add(column("s" + i, counters, values, types));
        }
        regulars = new ArrayList<>();
        for (int i = counters ? 2 : random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            regulars.add(column("v" + i, counters, values, types));
        }
        conditions = !counters && random.nextInt(5) == 0;
        expiringRows = !counters && random.nextInt(3) == 0;
        options = expiringRows && random.nextInt(3) == 0
                ? "default_time_to_live = " + values.pick(List.of(30, 100, 1000))
                : "";
        compact = random.nextInt(8) == 0 && !(clustering.isEmpty() && regulars.isEmpty());
        if (compact) {
            statics.clear();
            regulars.replaceAll(column -> new Column(column.name, column.type.freeze(), false, List.of()));
            if (!clustering.isEmpty() && regulars.size() > 1) {
                regulars.subList(1, regulars.size()).clear();
            }
        }
    }

    static RandomTable of(Random random, String keyspace) {
        return new RandomTable(random, keyspace);
    }

    List<UserType> types() {
        return Collections.unmodifiableList(types);
    }

    List<Column> partition() {
        return Collections.unmodifiableList(partition);
    }

    List<Column> clustering() {
        return Collections.unmodifiableList(clustering);
    }

    List<Column> statics() {
        return Collections.unmodifiableList(statics);
    }

    List<Column> regulars() {
        return Collections.unmodifiableList(regulars);
    }

    boolean counters() {
        return counters;
    }

    /// Whether it has `COMPACT STORAGE` still.
    boolean compact() {
        return compact;
    }

    void dropCompact() {
        compact = false;
    }

    /// Whether rows may leave out the last clustering columns. Cassandra does not get over it with counters.
    boolean leavesOut() {
        return compact && !counters && clustering.size() > 1;
    }

    /// Whether writes may have conditions; then nobody knows the timestamps.
    boolean conditions() {
        return conditions;
    }

    /// Whether rows as such may expire; then queries ask for all columns, because Cassandra forgets a row that
    /// expired
    /// and lives on in older cells when nobody asks for these.
    boolean expiringRows() {
        return expiringRows;
    }

    void drop(Column column) {
        statics.remove(column);
        regulars.remove(column);
    }

    void add(Column column, boolean isStatic) {
        (isStatic ? statics : regulars).add(column);
    }

    private static Column column(String name, boolean counter, RandomValues values, List<UserType> types) {
        return new Column(name, counter ? NativeType.COUNTER : values.columnType(types), false, List.of());
    }

    private static List<Column> keys(
            String prefix, int count, int most, Random random, RandomValues values, List<UserType> types) {
        var keys = new ArrayList<Column>();
        for (int i = 0; i < count; i++) {
            CqlType type = values.keyType(types);
            if (type.contains(NativeType.DECIMAL) && type != NativeType.DECIMAL) {
                type = NativeType.INT;
            }
            var literals = new ArrayList<String>();
            if (type instanceof NativeType some) {
                literals.addAll(RandomValues.natives(some));
                // which of equal clusterings is shown depends there on how the rows lie in files
                literals.remove("1.00");
                Collections.shuffle(literals, random);
                literals.subList(Math.min(most, literals.size()), literals.size())
                        .clear();
            } else {
                for (int n = 0; n < most; n++) {
                    // Cassandra takes {} for a set, and fails where it is the clustering of a
                    // descending map
                    literals.add(
                            type instanceof MapType map ? "{" + values.entries(map, 1, 3) + "}" : values.literal(type));
                }
            }
            keys.add(new Column(prefix + (i + 1), type, random.nextBoolean(), literals));
        }
        return keys;
    }

    /// Cassandra refuses to add a column again that was dropped and had tuples or user types in its type.
    boolean comesBack(Column column) {
        return !column.type().cqlName().contains("tuple<")
                && !(column.type() instanceof UserType)
                && types.stream().noneMatch(type -> type.isIn(column.type()));
    }

    List<Column> keys() {
        return Stream.concat(partition.stream(), clustering.stream()).toList();
    }

    List<Column> values() {
        return Stream.concat(statics.stream(), regulars.stream()).toList();
    }

    /// The statements that make it, in its keyspace.
    List<String> definition() {
        var statements = new ArrayList<String>();
        for (UserType type : types) {
            var fields = new ArrayList<String>();
            for (int i = 0; i < type.fieldNames().size(); i++) {
                fields.add(type.fieldNames().get(i) + " "
                        + type.fieldTypes().get(i).cqlName());
            }
            statements.add("CREATE TYPE " + type.name() + " (" + String.join(", ", fields) + ")");
        }
        var columns = new ArrayList<String>();
        keys().forEach(key -> columns.add(key.name + " " + keyName(key.type)));
        statics.forEach(column -> columns.add(column.name + " " + column.type.cqlName() + " STATIC"));
        regulars.forEach(column -> columns.add(column.name + " " + column.type.cqlName()));
        String key = "(" + names(partition) + ")"
                + clustering.stream().map(column -> ", " + column.name).collect(Collectors.joining());
        var with = new ArrayList<String>();
        if (compact) {
            with.add("COMPACT STORAGE");
        }
        if (!clustering.isEmpty()) {
            with.add("CLUSTERING ORDER BY ("
                    + clustering.stream()
                            .map(column -> column.name + (column.descending ? " DESC" : " ASC"))
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        if (!options.isEmpty()) {
            with.add(options);
        }
        statements.add("CREATE TABLE t (" + String.join(", ", columns) + ", PRIMARY KEY (" + key + "))"
                + (with.isEmpty() ? "" : " WITH " + String.join(" AND ", with)));
        return statements;
    }

    private static String keyName(CqlType type) {
        return type.freeze().cqlName();
    }

    static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
