package org.helenus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.helenus.schema.request.BoundValues;
import org.junit.jupiter.api.Test;

/// Random partitions, and slices of them in every form, against rows that are tested one by one; and pages of any size
/// joined against the answer in one piece. A failure names its seed; `-Dseed=` repeats it.
class SelectModelTest {
    private static final int ROUNDS = 5;
    private static final int QUERIES = 120;
    private static final List<String> OPERATORS = List.of("=", "<", "<=", ">", ">=");

    private record Row(int k, int a, int b, int v) {}

    private final long seed = Optional.ofNullable(System.getProperty("seed"))
            .filter(text -> !text.isEmpty())
            .map(Long::parseLong)
            .orElseGet(() -> new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void slicesAreWhatRowsSay() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            try (var database = new Database()) {
                boolean downA = random.nextBoolean();
                boolean downB = random.nextBoolean();
                List<Row> rows = fill(database, downA, downB);
                for (int i = 0; i < QUERIES; i++) {
                    slice(database, rows, downA, downB);
                }
            }
        }
    }

    private List<Row> fill(Database database, boolean downA, boolean downB) throws IOException {
        database.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        database.run("USE ks");
        database.run("CREATE TABLE t (k int, a int, b int, v int, s int static, PRIMARY KEY (k, a, b)) WITH CLUSTERING"
                + " ORDER BY (a " + order(downA) + ", b " + order(downB) + ")");
        var rows = new TreeMap<List<Integer>, Row>(Comparator.comparing(Object::toString));
        int count = 5 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            var row = new Row(random.nextInt(4), random.nextInt(5), random.nextInt(5), random.nextInt(3));
            database.run(
                    "INSERT INTO t (k, a, b, v) VALUES (" + row.k + ", " + row.a + ", " + row.b + ", " + row.v + ")");
            rows.put(List.of(row.k, row.a, row.b), row);
            if (random.nextInt(8) == 0) {
                database.run("DELETE FROM t WHERE k = " + row.k + " AND a = " + row.a + " AND b = " + row.b);
                rows.remove(List.of(row.k, row.a, row.b));
            }
            if (random.nextInt(12) == 0) {
                database.run("DELETE FROM t WHERE k = " + row.k + " AND a > " + row.a);
                rows.values().removeIf(other -> other.k == row.k && other.a > row.a);
            }
            if (random.nextInt(20) == 0) {
                database.flush();
            }
        }
        for (int k = 0; k < 6; k++) {
            if (random.nextBoolean()) {
                database.run("UPDATE t SET s = " + k + " WHERE k = " + k);
            }
        }
        return new ArrayList<>(rows.values());
    }

    private static String order(boolean down) {
        return down ? "DESC" : "ASC";
    }

    private void slice(Database database, List<Row> rows, boolean downA, boolean downB) {
        int k = random.nextInt(4);
        var where = new ArrayList<String>();
        where.add("k = " + k);
        Predicate<Row> wanted = row -> row.k == k;
        int a = random.nextInt(5);
        int b = random.nextInt(5);
        switch (random.nextInt(5)) {
            case 0 -> {
                String operator = pick();
                where.add("a " + operator + " " + a);
                wanted = wanted.and(row -> holds(operator, Integer.compare(row.a, a)));
            }
            case 1 -> {
                String operator = pick();
                where.add("a = " + a);
                where.add("b " + operator + " " + b);
                wanted = wanted.and(row -> row.a == a && holds(operator, Integer.compare(row.b, b)));
            }
            case 2 -> {
                String operator = pick();
                where.add("(a, b) " + operator + " (" + a + ", " + b + ")");
                wanted = wanted.and(row -> holds(operator, compare(row, a, b)));
            }
            case 3 -> {
                int a2 = random.nextInt(5);
                int b2 = random.nextInt(5);
                where.add("(a, b) > (" + a + ", " + b + ")");
                where.add("(a, b) <= (" + a2 + ", " + b2 + ")");
                wanted = wanted.and(row -> compare(row, a, b) > 0 && compare(row, a2, b2) <= 0);
            }
            default -> {
                where.add("a IN (" + a + ", " + (a + 1) % 5 + ")");
                where.add("b IN (" + b + ", " + (b + 2) % 5 + ")");
                wanted =
                        wanted.and(row -> (row.a == a || row.a == (a + 1) % 5) && (row.b == b || row.b == (b + 2) % 5));
            }
        }
        String filtering = "";
        if (random.nextInt(3) == 0) {
            int v = random.nextInt(3);
            where.add("v = " + v);
            filtering = " ALLOW FILTERING";
            wanted = wanted.and(row -> row.v == v);
        }
        boolean reversed = random.nextBoolean();
        String by = reversed ? " ORDER BY a " + order(!downA) : "";
        String limit = "";
        int most = Integer.MAX_VALUE;
        if (random.nextInt(4) == 0) {
            most = 1 + random.nextInt(5);
            limit = " LIMIT " + most;
        }
        Comparator<Row> byA = Comparator.comparingInt(Row::a);
        Comparator<Row> byB = Comparator.comparingInt(Row::b);
        Comparator<Row> tableOrder = (downA ? byA.reversed() : byA).thenComparing(downB ? byB.reversed() : byB);
        List<List<String>> expected = rows.stream()
                .filter(wanted)
                .sorted(reversed ? tableOrder.reversed() : tableOrder)
                .limit(most)
                .map(row -> List.of("" + row.a, "" + row.b, "" + row.v))
                .toList();
        String cql = "SELECT a, b, v FROM t WHERE " + String.join(" AND ", where) + by + limit + filtering;
        assertThat(Database.rows(database.run(cql)))
                .as("-Dseed=%s %s", seed, cql)
                .isEqualTo(expected);
        int size = 1 + random.nextInt(6);
        assertThat(database.paged(cql, BoundValues.EMPTY, size))
                .as("-Dseed=%s pages of %s: %s", seed, size, cql)
                .isEqualTo(expected);
    }

    private String pick() {
        return OPERATORS.get(random.nextInt(OPERATORS.size()));
    }

    private static int compare(Row row, int a, int b) {
        int order = Integer.compare(row.a, a);
        return order != 0 ? order : Integer.compare(row.b, b);
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    @Test
    void pagesJoinedAreTheAnswerUnpaged() throws IOException {
        List<String> queries = List.of(
                "SELECT * FROM t",
                "SELECT k, a, s FROM t LIMIT 7",
                "SELECT DISTINCT k, s FROM t",
                "SELECT k, a, b FROM t PER PARTITION LIMIT 2",
                "SELECT k, a, b FROM t PER PARTITION LIMIT 3 LIMIT 8",
                "SELECT k, a, count(*), max(b) FROM t GROUP BY k, a",
                "SELECT k, count(v), s FROM t GROUP BY k",
                "SELECT k, a, b, s FROM t WHERE v = 1 ALLOW FILTERING",
                "SELECT k, a, b FROM t WHERE s > 1 ALLOW FILTERING",
                "SELECT k, a, b, s FROM t WHERE k IN (0, 1, 3, 5)",
                "SELECT k, a, b, s FROM t WHERE k IN (0, 1, 3) AND a IN (1, 2, 3)",
                "SELECT k, a, b FROM t WHERE k IN (0, 2, 3) PER PARTITION LIMIT 2",
                "SELECT k, a, count(*) FROM t WHERE k IN (0, 2) GROUP BY k, a LIMIT 3",
                "SELECT k, a, b, s FROM t WHERE token(k) > token(2)",
                "SELECT k, a, b FROM t WHERE token(k) <= token(0) PER PARTITION LIMIT 1",
                "SELECT a, b, s FROM t WHERE k = 1 ORDER BY a DESC");
        for (int round = 0; round < ROUNDS; round++) {
            try (var database = new Database()) {
                fill(database, false, random.nextBoolean());
                for (String cql : queries) {
                    List<List<String>> whole = Database.rows(database.run(cql));
                    for (int size = 1; size <= 9; size += 1 + random.nextInt(3)) {
                        assertThat(database.paged(cql, BoundValues.EMPTY, size))
                                .as("-Dseed=%s pages of %s: %s", seed, size, cql)
                                .isEqualTo(whole);
                    }
                }
                List<List<String>> forwards = Database.rows(database.run("SELECT a, b FROM t WHERE k = 1"));
                Collections.reverse(forwards);
                // a partition with nothing but statics is one row of nulls both ways
                assertThat(Database.rows(database.run("SELECT a, b FROM t WHERE k = 1 ORDER BY a DESC")))
                        .isEqualTo(forwards);
            }
        }
    }
}
