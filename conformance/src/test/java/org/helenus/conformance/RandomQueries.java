package org.helenus.conformance;

import static org.helenus.conformance.RandomBinding.mark;
import static org.helenus.conformance.RandomBinding.sure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.helenus.conformance.RandomTable.Column;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;

/// Queries of a table: one that shows all of it, and others by lot.
final class RandomQueries {
    private static final List<Integer> LATER = List.of(0, 60, 120, 125, 160, 500, 2000);

    private final Random random;
    private final RandomTable table;
    private final RandomValues values;
    private final RandomExpressions expressions;
    private final RandomBinding binding;

    RandomQueries(Random random, RandomTable table) {
        this.random = random;
        this.table = table;
        values = new RandomValues(random);
        expressions = new RandomExpressions(random, table, values);
        binding = new RandomBinding(random);
    }

    /// All rows, with timestamps and times to live where they can be known.
    List<ScriptStep> everything() {
        var selectors = new ArrayList<String>();
        table.keys().forEach(key -> selectors.add(key.name()));
        for (Column column : table.values()) {
            selectors.add(column.name());
            if (!table.counters()) {
                selectors.add("ttl(" + column.name() + ")");
            }
            if (!table.counters() && !table.conditions()) {
                selectors.add("writetime(" + column.name() + ")");
                selectors.add("maxwritetime(" + column.name() + ")");
            }
        }
        int later = values.pick(LATER);
        return List.of(step("SELECT " + String.join(", ", selectors) + " FROM t", later, ""));
    }

    private ScriptStep step(String statement, int later, String pages) {
        var directives = new ArrayList<String>();
        if (!pages.isEmpty()) {
            directives.add("@page " + pages);
        }
        directives.add("@now " + (RandomWrites.CLOCK + later));
        return binding.step(statement, directives);
    }

    ScriptStep next() {
        expressions.begin();
        boolean distinct = random.nextInt(15) == 0;
        int group = !distinct && random.nextInt(6) == 0
                ? 1 + random.nextInt(table.keys().size())
                : 0;
        if (group > 0 && group < table.partition().size()) {
            group = table.partition().size();
        }
        boolean json = random.nextInt(12) == 0;
        var cql = new StringBuilder("SELECT ").append(json ? "JSON " : "").append(distinct ? "DISTINCT " : "");
        cql.append(selection(distinct, group > 0)).append(" FROM t");
        boolean scan = random.nextInt(3) == 0;
        var where = new ArrayList<String>();
        boolean filters = false;
        if (scan) {
            if (random.nextInt(3) == 0) {
                where.add(token(List.of(" > ", " >= ")));
            }
            if (random.nextInt(3) == 0) {
                where.add(token(List.of(" < ", " <= ")));
            }
        } else {
            for (Column key : table.partition()) {
                where.add(random.nextInt(5) == 0 ? in(key, false) : key.name() + " = " + key(key));
            }
        }
        if (!distinct) {
            filters = restrict(where, scan);
        }
        if (!where.isEmpty()) {
            cql.append(" WHERE ").append(String.join(" AND ", where));
        }
        if (group > 0) {
            cql.append(" GROUP BY ").append(RandomTable.names(table.keys().subList(0, group)));
        }
        // documents of several partitions Cassandra cannot sort
        if (!scan && !table.clustering().isEmpty() && !distinct && !json && random.nextInt(3) == 0) {
            cql.append(" ORDER BY ").append(order());
        }
        if (random.nextInt(6) == 0) {
            cql.append(" PER PARTITION LIMIT ").append(mark("" + (1 + random.nextInt(3))));
        }
        if (random.nextInt(4) == 0) {
            cql.append(" LIMIT ").append(mark("" + (1 + random.nextInt(6))));
        }
        if (filters || random.nextInt(20) == 0) {
            cql.append(" ALLOW FILTERING");
        }
        // without clustering columns Cassandra loses its way among pages of groups
        boolean paged =
                random.nextInt(2) == 0 && (group == 0 || !table.clustering().isEmpty());
        return step(cql.toString(), values.pick(LATER), paged ? pages() : "");
    }

    /// One size for all pages, or another for each.
    private String pages() {
        var pages = new StringBuilder().append(1 + random.nextInt(5));
        for (int n = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; n > 0; n--) {
            pages.append(' ').append(1 + random.nextInt(6));
        }
        return pages.toString();
    }

    private String selection(boolean distinct, boolean group) {
        if (distinct) {
            var columns = new ArrayList<>(table.partition());
            columns.addAll(
                    table.statics().stream().filter(_ -> random.nextBoolean()).toList());
            return RandomTable.names(columns);
        }
        var all = new ArrayList<>(table.keys());
        all.addAll(table.values());
        if (table.expiringRows()) {
            return group
                    ? "count(*)"
                    : random.nextBoolean() ? "*" : RandomTable.names(all) + ", " + expressions.of(values.pick(all));
        }
        if (group || random.nextInt(8) == 0) {
            var selectors = new ArrayList<String>();
            if (group && random.nextBoolean()) {
                selectors.add(RandomTable.names(table.partition()));
            }
            for (Column column : all) {
                if (random.nextInt(3) == 0) {
                    // Of a timeuuid Cassandra names a class of its own instead of the type.
                    List<String> functions =
                            column.type() == NativeType.TIMEUUID ? List.of("count") : List.of("count", "min", "max");
                    if (column.type() instanceof NativeType type && RandomExpressions.NUMBERS.contains(type)) {
                        // Cassandra rounds the mean of decimals at each of them
                        functions = column.type() == NativeType.DECIMAL
                                ? List.of("count", "min", "max", "sum")
                                : List.of("count", "min", "max", "sum", "avg");
                    }
                    selectors.add(values.pick(functions) + "(" + column.name() + ")");
                }
            }
            selectors.add("count(*)");
            return String.join(", ", selectors);
        }
        return switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 ->
                table.statics().isEmpty()
                        ? "*"
                        : RandomTable.names(table.partition()) + ", " + RandomTable.names(table.statics());
            default -> {
                var selectors = new ArrayList<String>();
                for (Column column : all) {
                    if (random.nextInt(3) > 0) {
                        selectors.add(selector(column));
                    }
                }
                yield selectors.isEmpty() ? "*" : String.join(", ", selectors);
            }
        };
    }

    private String selector(Column column) {
        if (random.nextInt(3) == 0) {
            return expressions.of(column);
        }
        boolean plain = random.nextInt(3) > 0;
        return switch (column.type()) {
            case MapType map
            when !plain ->
                random.nextBoolean()
                        ? column.name() + "[" + values.literal(map.key()) + "]"
                        : column.name() + "[" + values.literal(map.key()) + ".." + values.literal(map.key()) + "]";
            case SetType set
            when !plain ->
                random.nextBoolean()
                        ? column.name() + "[" + values.literal(set.element()) + "]"
                        : column.name() + "[" + values.literal(set.element()) + "..]";
            default -> column.name();
        };
    }

    /// @return whether it takes `ALLOW FILTERING`
    private boolean restrict(List<String> where, boolean scan) {
        List<Column> clustering = table.clustering();
        boolean filters = false;
        if (!clustering.isEmpty() && random.nextInt(3) > 0) {
            filters = scan;
            int fixed = random.nextInt(clustering.size() + 1);
            for (Column column : clustering.subList(0, fixed)) {
                where.add(random.nextInt(4) == 0 ? in(column, scan) : column.name() + " = " + bound(column, scan));
            }
            if (fixed < clustering.size()) {
                if (random.nextInt(3) == 0) {
                    where.add(tuple(clustering.subList(fixed, clustering.size())));
                } else {
                    slice(where, clustering.get(fixed));
                }
            }
        }
        if (scan && where.isEmpty() && random.nextInt(4) == 0) {
            where.add(expressions.keyFilter(values.pick(table.keys())));
            filters = true;
        }
        if (!table.values().isEmpty() && random.nextInt(6) == 0) {
            Column column = values.pick(table.values());
            // of static maps and sets Cassandra finds deleted and expired elements too
            boolean ghosts = table.statics().contains(column)
                    && (column.type() instanceof SetType || column.type() instanceof MapType);
            if (!ghosts) {
                where.add(filter(column));
                filters = true;
            }
        }
        return filters;
    }

    private void slice(List<String> where, Column column) {
        if (random.nextInt(3) > 0) {
            where.add(column.name() + values.pick(List.of(" > ", " >= ")) + sure(values.pick(column.values())));
        }
        if (random.nextInt(3) > 0) {
            where.add(column.name() + values.pick(List.of(" < ", " <= ")) + sure(values.pick(column.values())));
        }
    }

    /// In a scan Cassandra takes nulls for bounds of some columns, and refuses them for others. Elsewhere it
    /// counts them
    /// as the least of all as they are stored, where here no row lies beyond a null.
    private String bound(Column column, boolean scan) {
        return scan ? sure(values.pick(column.values())) : key(column);
    }

    private String tuple(List<Column> rest) {
        List<Column> columns = rest.subList(0, 1 + random.nextInt(rest.size()));
        String names = "(" + RandomTable.names(columns) + ")";
        return switch (random.nextInt(4)) {
            case 0 -> names + " IN (" + keys(columns) + ", " + keys(columns) + ")";
            case 1 -> names + " = " + keys(columns);
            case 2 -> names + " > " + keys(columns) + " AND " + names + " <= " + keys(columns);
            default -> names + values.pick(List.of(" > ", " >= ", " < ", " <= ")) + keys(columns);
        };
    }

    private String keys(List<Column> columns) {
        var literals = new ArrayList<String>();
        // Cassandra counts what is missing in tuples instead of naming it, and so says nothing that others
        // could
        columns.forEach(column -> literals.add(sure(values.pick(column.values()))));
        return "(" + String.join(", ", literals) + ")";
    }

    private String filter(Column column) {
        return switch (column.type()) {
            case MapType map ->
                switch (random.nextInt(3)) {
                    case 0 -> column.name() + " CONTAINS " + mark(values.literal(map.value()));
                    case 2 -> column.name() + " CONTAINS KEY " + mark(values.literal(map.key()));
                    default ->
                        column.name() + "[" + mark(values.literal(map.key())) + "] = "
                                + mark(values.literal(map.value()));
                };
            case SetType set
            when set.isMultiCell() || random.nextBoolean() ->
                column.name() + " CONTAINS " + mark(values.literal(set.element()));
            case ListType list
            when list.isMultiCell() || random.nextBoolean() ->
                column.name() + " CONTAINS " + mark(values.literal(list.element()));
            case NativeType type
            when type != NativeType.DURATION ->
                column.name()
                        + values.pick(List.of(" = ", " = ", " < ", " >= ", " IN ("))
                                .concat(mark(values.literal(type)))
                                .replaceFirst("(IN \\(.*)$", "$1)");
            default -> column.name() + " = " + mark(values.literal(column.type()));
        };
    }

    private String in(Column column, boolean scan) {
        return column.name() + " IN (" + bound(column, scan) + ", " + bound(column, scan) + ", " + bound(column, scan)
                + ")";
    }

    private String token(List<String> operators) {
        String names = "token(" + RandomTable.names(table.partition()) + ")";
        String bound = random.nextInt(3) > 0
                ? "token" + keys(table.partition())
                : values.pick(List.of("0", "-9223372036854775808", "9223372036854775807", "4611686018427387904"));
        return names + values.pick(operators) + bound;
    }

    private String order() {
        boolean reversed = random.nextBoolean();
        var parts = new ArrayList<String>();
        for (Column column : table.clustering()
                .subList(0, 1 + random.nextInt(table.clustering().size()))) {
            parts.add(column.name() + (column.descending() != reversed ? " DESC" : " ASC"));
        }
        return String.join(", ", parts);
    }

    private String key(Column column) {
        return mark(values.pick(column.values()));
    }
}
