package org.helenus.conformance;

import static org.helenus.conformance.RandomBinding.mark;
import static org.helenus.conformance.RandomBinding.sure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.helenus.conformance.RandomTable.Column;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;

/// Writes to a table by lot. Timestamps are few, so that they tie; the clock is said with each statement, so that
/// what expires does so on every node alike.
final class RandomWrites {
    /// Far enough that no node purges, and near enough for the oldest format of a deletion's time.
    static final long CLOCK = 1_900_000_000L;

    static final int TIMESTAMPS = 12;

    private final Random random;
    private final RandomTable table;
    private final RandomValues values;
    private final RandomJson json;
    private final RandomExpressions expressions;
    private final RandomAlterations alterations;
    private final RandomBinding binding;
    /// Literals that key columns have for the time of one statement.
    private final Map<String, String> fixed = new HashMap<>();

    RandomWrites(Random random, RandomTable table) {
        this.random = random;
        this.table = table;
        values = new RandomValues(random);
        json = new RandomJson(random, values);
        expressions = new RandomExpressions(random, table, values);
        alterations = new RandomAlterations(random, table, values);
        binding = new RandomBinding(random);
    }

    /// The next statements: one in most cases.
    List<ScriptStep> next() {
        if (random.nextInt(25) == 0) {
            return alterations.next().stream().map(this::step).toList();
        }
        if (random.nextInt(80) == 0) {
            return List.of(step("TRUNCATE t"));
        }
        if (random.nextInt(8) == 0) {
            return List.of(table.conditions() && random.nextBoolean() ? conditionalBatch() : batch());
        }
        boolean condition = table.conditions() && random.nextInt(2) == 0;
        return List.of(step(write(timestamp(condition), condition)));
    }

    /// The last statements, after which nothing more is written: a counter must not count on where it was deleted.
    List<ScriptStep> last() {
        return List.of(step(delete(timestamp(false), false)), step(delete(timestamp(false), false)));
    }

    private ScriptStep step(String statement) {
        return binding.step(statement, List.of("@now " + (CLOCK + 60L * random.nextInt(3))));
    }

    /// @return empty: the statement has none of its own
    private String timestamp(boolean condition) {
        return condition || table.counters() ? "" : "TIMESTAMP " + sure("" + (1 + random.nextInt(TIMESTAMPS)));
    }

    private ScriptStep batch() {
        boolean together = random.nextBoolean();
        boolean logged = random.nextBoolean();
        String timestamp = together ? timestamp(false) : "";
        var statements = new ArrayList<String>();
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            statements.add(write(together ? "" : timestamp(false), false));
        }
        String kind = table.counters() ? "COUNTER " : logged ? "" : "UNLOGGED ";
        return step("BEGIN " + kind + "BATCH" + (timestamp.isEmpty() ? " " : " USING " + timestamp + " ")
                + String.join("; ", statements) + "; APPLY BATCH");
    }

    /// In one partition, with a condition in at least one statement.
    private ScriptStep conditionalBatch() {
        table.partition().forEach(column -> fixed.put(column.name(), literalKey(column)));
        if (random.nextInt(3) == 0) {
            table.clustering().forEach(column -> fixed.put(column.name(), literalKey(column)));
        }
        var statements = new ArrayList<String>();
        statements.add(write("", true));
        for (int n = random.nextInt(4); n > 0; n--) {
            statements.add(write("", random.nextBoolean()));
        }
        fixed.clear();
        Collections.shuffle(statements, random);
        return step("BEGIN BATCH " + String.join("; ", statements) + "; APPLY BATCH");
    }

    private String write(String timestamp, boolean condition) {
        if (table.counters()) {
            return update("", false);
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> insert(timestamp, condition);
            case 2 ->
                random.nextBoolean() || table.compact()
                        ? insert(timestamp, condition)
                        : insertJson(timestamp, condition);
            case 3, 4, 5, 6 -> update(timestamp, condition);
            default -> delete(timestamp, condition);
        };
    }

    private String insert(String timestamp, boolean condition) {
        var columns = new ArrayList<>(keys());
        if (random.nextInt(12) == 0 && !table.statics().isEmpty()) {
            columns.removeAll(table.clustering());
            columns.addAll(some(table.statics()));
        } else {
            columns.addAll(some(table.values()));
        }
        var literals = new ArrayList<String>();
        columns.forEach(column -> literals.add(column.values().isEmpty() ? value(column.type()) : key(column)));
        return "INSERT INTO t (" + RandomTable.names(columns) + ") VALUES (" + String.join(", ", literals) + ")"
                + (condition ? " IF NOT EXISTS" : "") + using(timestamp, table.expiringRows());
    }

    /// Of one row, which in a compact table may leave some out.
    private List<Column> keys() {
        List<Column> keys = table.keys();
        return table.leavesOut() && random.nextInt(3) == 0
                ? keys.subList(
                        0, keys.size() - 1 - random.nextInt(table.clustering().size()))
                : keys;
    }

    private String insertJson(String timestamp, boolean condition) {
        var members = new ArrayList<String>();
        for (Column column : table.keys()) {
            if (!(column.type() instanceof NativeType type)) {
                return insert(timestamp, condition);
            }
            members.add(member(column, RandomJson.ofLiteral(type, literalKey(column))));
        }
        for (Column column : some(table.values())) {
            members.add(member(column, random.nextInt(8) == 0 ? "null" : json.value(column.type())));
        }
        Collections.shuffle(members, random);
        String document = "'{" + String.join(", ", members).replace("'", "''") + "}'";
        return "INSERT INTO t JSON " + sure(document)
                + values.pick(List.of("", " DEFAULT NULL", " DEFAULT UNSET"))
                + (condition ? " IF NOT EXISTS" : "") + using(timestamp, table.expiringRows());
    }

    private static String member(Column column, String value) {
        return "\"" + column.name() + "\": " + value;
    }

    private List<Column> some(List<Column> columns) {
        return columns.stream().filter(_ -> random.nextInt(3) > 0).toList();
    }

    private String using(String timestamp, boolean ttl) {
        var parts = new ArrayList<String>();
        if (!timestamp.isEmpty()) {
            parts.add(timestamp);
        }
        if (ttl && random.nextInt(4) == 0) {
            parts.add("TTL " + mark(values.pick(List.of("30", "100", "100", "1000", "0"))));
        }
        return parts.isEmpty() ? "" : " USING " + String.join(" AND ", parts);
    }

    private String value(CqlType type) {
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> "null";
            case 3 -> expressions.term(type);
            case 4 -> "from_json('" + json.value(type).replace("'", "''") + "')";
            default -> literal(type);
        };
    }

    private String literal(CqlType type) {
        return mark(values.literal(type));
    }

    private String key(Column column) {
        return mark(literalKey(column));
    }

    private String literalKey(Column column) {
        String literal = fixed.get(column.name());
        return literal == null ? values.pick(column.values()) : literal;
    }

    private String update(String timestamp, boolean condition) {
        boolean onlyStatics = !table.statics().isEmpty() && random.nextInt(5) == 0;
        List<Column> columns = onlyStatics ? table.statics() : table.values();
        if (columns.isEmpty()) {
            return insert(timestamp, condition);
        }
        var assignments = new ArrayList<String>();
        var chosen = some(columns);
        for (Column column : chosen.isEmpty() ? List.of(values.pick(columns)) : chosen) {
            assignments.add(assignment(column));
        }
        String where = where(onlyStatics ? table.partition() : keys(), !condition);
        return "UPDATE t" + using(timestamp, !table.counters()) + " SET " + String.join(", ", assignments) + where
                + (condition ? condition(onlyStatics) : "");
    }

    private String assignment(Column column) {
        String name = column.name();
        CqlType type = column.type();
        int kind = random.nextInt(6);
        if (type == NativeType.COUNTER) {
            return name + " = " + name + (kind < 3 ? " + " : " - ") + literal(type);
        }
        if (!type.isMultiCell() || kind == 0) {
            return name + " = " + value(type);
        }
        return switch (type) {
            case ListType list ->
                switch (kind) {
                    case 1, 2 -> name + " = " + name + " + " + sure("[" + values.some(list.element(), 0, 3) + "]");
                    case 3 -> name + " = " + sure("[" + values.some(list.element(), 0, 3) + "]") + " + " + name;
                    case 4 -> name + " = " + name + " - " + sure("[" + values.some(list.element(), 1, 2) + "]");
                    default -> name + "[" + mark("" + random.nextInt(3)) + "] = " + value(list.element());
                };
            case SetType set ->
                name + " = " + name + (kind < 4 ? " + " : " - ")
                        + mark("{" + values.distinct(set.element(), 0, 2) + "}");
            case MapType map ->
                switch (kind) {
                    case 1, 2 -> name + " = " + name + " + " + mark("{" + values.entries(map, 0, 2) + "}");
                    case 3 -> name + " = " + name + " - " + mark("{" + values.distinct(map.key(), 0, 2) + "}");
                    default -> name + "[" + mark(values.key(map.key())) + "] = " + value(map.value());
                };
            case UserType user -> {
                int field = random.nextInt(user.fieldNames().size());
                yield name + "." + user.fieldNames().get(field) + " = "
                        + value(user.fieldTypes().get(field));
            }
            default -> name + " = " + value(type);
        };
    }

    private String where(List<Column> keys, boolean many) {
        var relations = new ArrayList<String>();
        for (Column key : keys) {
            relations.add(
                    many && fixed.isEmpty() && random.nextInt(12) == 0
                            ? key.name() + " IN (" + key(key) + ", " + key(key) + ")"
                            : key.name() + " = " + key(key));
        }
        return " WHERE " + String.join(" AND ", relations);
    }

    private String condition(boolean onlyStatics) {
        List<Column> columns = onlyStatics ? table.statics() : table.values();
        if (columns.isEmpty() || random.nextInt(3) == 0) {
            return " IF EXISTS";
        }
        Column column = values.pick(columns);
        String operator = values.pick(List.of("=", "=", "!=", "<", ">="));
        if (column.type() instanceof MapType map && map.isMultiCell() && random.nextBoolean()) {
            // Cassandra compares the values of a map as if they were keys, and takes an unset key for an
            // empty one
            boolean compares = map.key().equals(map.value());
            return " IF " + column.name() + "[" + sure(values.literal(map.key())) + "] "
                    + (compares ? operator + " " + value(map.value()) : values.pick(List.of("= null", "!= null")));
        }
        if (column.type() instanceof UserType user && random.nextBoolean()) {
            return " IF " + column.name() + "." + user.fieldNames().getFirst() + " " + operator + " "
                    + value(user.fieldTypes().getFirst());
        }
        return random.nextInt(4) == 0
                ? " IF " + column.name() + " IN (" + literal(column.type()) + ", " + value(column.type()) + ")"
                : " IF " + column.name() + " " + operator + " " + value(column.type());
    }

    private String delete(String timestamp, boolean condition) {
        if (table.compact() && table.clustering().isEmpty() && !fixed.isEmpty()) {
            // in a conditional batch Cassandra does not get over it
            return update(timestamp, condition);
        }
        String using = using(timestamp, false);
        int kind = random.nextInt(condition ? 6 : 12);
        if (kind < 4 && !table.values().isEmpty() && !table.counters()) {
            boolean onlyStatics = !table.statics().isEmpty() && random.nextBoolean();
            List<Column> columns = onlyStatics ? table.statics() : table.values();
            var chosen = new ArrayList<String>();
            for (Column column : columns) {
                if (random.nextBoolean()) {
                    chosen.add(part(column));
                }
            }
            if (!chosen.isEmpty()) {
                return "DELETE " + String.join(", ", chosen) + " FROM t" + using
                        + where(onlyStatics ? table.partition() : table.keys(), !condition)
                        + (condition ? condition(onlyStatics) : "");
            }
        }
        if (condition || kind < 7 || table.clustering().isEmpty()) {
            return "DELETE FROM t" + using + where(keys(), !condition) + (condition ? condition(false) : "");
        }
        if (kind < 8) {
            return "DELETE FROM t" + using + where(table.partition(), true);
        }
        return "DELETE FROM t" + using + where(table.partition(), true) + slice();
    }

    /// An element that is not sure may be empty or unset: Cassandra deletes an empty one then, and cannot write to
    /// the
    /// row any more.
    private String part(Column column) {
        return switch (column.type()) {
            case MapType map
            when map.isMultiCell() && random.nextBoolean() ->
                column.name() + "[" + sure(values.literal(map.key())) + "]";
            case SetType set
            when set.isMultiCell() && random.nextBoolean() ->
                column.name() + "[" + sure(values.literal(set.element())) + "]";
            case ListType list
            when list.isMultiCell() && random.nextInt(4) == 0 ->
                column.name() + "[" + mark("" + random.nextInt(2)) + "]";
            case UserType user
            when user.isMultiCell() && random.nextBoolean() ->
                column.name() + "." + user.fieldNames().getFirst();
            default -> column.name();
        };
    }

    /// A range of rows: some columns fixed, and the next one bounded on one or both sides.
    private String slice() {
        var where = new StringBuilder();
        int fixed = random.nextInt(table.clustering().size());
        for (int i = 0; i < fixed; i++) {
            Column column = table.clustering().get(i);
            where.append(" AND ").append(column.name()).append(" = ").append(key(column));
        }
        Column column = table.clustering().get(fixed);
        if (random.nextInt(3) > 0) {
            // a deletion up to a null is one that Cassandra cannot write down
            where.append(" AND " + column.name() + values.pick(List.of(" > ", " >= ")) + sure(literalKey(column)));
        }
        if (random.nextInt(3) > 0) {
            where.append(" AND " + column.name() + values.pick(List.of(" < ", " <= ")) + sure(literalKey(column)));
        }
        return where.toString();
    }
}
