package org.helenus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Collections of which a row does not hold all in one entry, by every way of asking: in memory, in files, in both.
final class LargeCollectionsTest {
    private static final int ELEMENTS = 3_000;

    private static List<List<String>> rows(Database database, String cql) {
        return Database.rows(database.run(cql));
    }

    private static String text(TreeMap<Integer, String> map) {
        return map.toString().replaceAll("=(\\w+)", ": '$1'");
    }

    private static void check(Database database, TreeMap<Integer, String> map) {
        assertThat(rows(database, "SELECT m FROM ks.t WHERE k = 1 AND c = 5")).isEqualTo(List.of(List.of(text(map))));
        assertThat(rows(database, "SELECT s FROM ks.t WHERE k = 1 AND c = 5"))
                .isEqualTo(List.of(
                        List.of(map.keySet().toString().replace('[', '{').replace(']', '}'))));
        // rows before and behind, both ways
        assertThat(rows(database, "SELECT c, v FROM ks.t WHERE k = 1"))
                .isEqualTo(List.of(List.of("4", "'four'"), List.of("5", "null"), List.of("6", "'six'")));
        assertThat(rows(database, "SELECT c, m[7] FROM ks.t WHERE k = 1 ORDER BY c DESC"))
                .isEqualTo(List.of(List.of("6", "null"), List.of("5", value(map, 7)), List.of("4", "null")));
        for (int key : new int[] {-1, 0, 7, 1234, ELEMENTS - 1, ELEMENTS}) {
            assertThat(rows(database, "SELECT m[" + key + "], s[" + key + "] FROM ks.t WHERE k = 1 AND c = 5"))
                    .isEqualTo(List.of(List.of(value(map, key), map.containsKey(key) ? "" + key : "null")));
            assertThat(rows(database, "SELECT c FROM ks.t WHERE k = 1 AND m CONTAINS KEY " + key + " ALLOW FILTERING"))
                    .hasSize(map.containsKey(key) ? 1 : 0);
            assertThat(rows(database, "SELECT c FROM ks.t WHERE k = 1 AND s CONTAINS " + key + " ALLOW FILTERING"))
                    .hasSize(map.containsKey(key) ? 1 : 0);
            assertThat(rows(database, "SELECT c FROM ks.t WHERE m[" + key + "] = 'x' ALLOW FILTERING"))
                    .hasSize("x".equals(map.get(key)) ? 1 : 0);
        }
        var slice = new TreeMap<>(map.subMap(1000, true, 1010, true));
        assertThat(rows(database, "SELECT m[1000..1010], m[2], WRITETIME(m[1005]) FROM ks.t WHERE k = 1 AND c = 5"))
                .isEqualTo(List.of(List.of(text(slice), value(map, 2), map.containsKey(1005) ? "100" : "null")));
        var rest = new TreeMap<>(map.tailMap(ELEMENTS - 20));
        assertThat(rows(database, "SELECT m[" + (ELEMENTS - 20) + "..] FROM ks.t WHERE k = 1 AND c = 5"))
                .isEqualTo(List.of(List.of(text(rest))));
    }

    private static String value(TreeMap<Integer, String> map, int key) {
        return map.containsKey(key) ? "'" + map.get(key) + "'" : "null";
    }

    private static void put(Database database, TreeMap<Integer, String> map, int key, String value) {
        database.run("UPDATE ks.t USING TIMESTAMP 100 SET m[" + key + "] = '" + value + "', s = s + {" + key
                + "} WHERE k = 1 AND c = 5");
        map.put(key, value);
    }

    @Test
    void areReadAsSmallOnesAre() throws IOException {
        try (var database = new Database()) {
            database.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            database.run("CREATE TABLE ks.t (k int, c int, m map<int, text>, s set<int>, v text, PRIMARY KEY (k, c))");
            database.run("INSERT INTO ks.t (k, c, v) VALUES (1, 4, 'four')");
            database.run("INSERT INTO ks.t (k, c, v) VALUES (1, 6, 'six')");
            var map = new TreeMap<Integer, String>();
            var order = new ArrayList<Integer>();
            for (int i = 0; i < ELEMENTS; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(1));
            for (int key : order) {
                put(database, map, key, "value" + key);
            }
            check(database, map);
            database.flush();
            check(database, map);
            // some over, some away, in memory over the file
            for (int key = 0; key < ELEMENTS; key += 300) {
                database.run("UPDATE ks.t USING TIMESTAMP 100 SET m[" + key + "] = 'x' WHERE k = 1 AND c = 5");
                map.put(key, "x");
                database.run("DELETE m[" + (key + 7) + "], s[" + (key + 7)
                        + "] FROM ks.t USING TIMESTAMP 101 WHERE k = 1 AND c = 5");
                map.remove(key + 7);
            }
            check(database, map);
            database.flush();
            database.restart();
            check(database, map);
            // all of it away, and a few again
            database.run("DELETE m, s FROM ks.t USING TIMESTAMP 102 WHERE k = 1 AND c = 5");
            assertThat(rows(database, "SELECT c FROM ks.t WHERE k = 1")).isEqualTo(List.of(List.of("4"), List.of("6")));
            assertThat(rows(database, "SELECT m[1] FROM ks.t WHERE k = 1 AND c = 5"))
                    .isEmpty();
            database.run("UPDATE ks.t USING TIMESTAMP 103 SET m[3] = 'again' WHERE k = 1 AND c = 5");
            assertThat(rows(database, "SELECT m[1], m[3] FROM ks.t WHERE k = 1 AND c = 5"))
                    .isEqualTo(List.of(List.of("null", "'again'")));
            assertThat(rows(database, "SELECT m[1] FROM ks.t WHERE k = 1 AND c = 5"))
                    .isEqualTo(List.of(List.of("null")));
            database.flush();
            assertThat(rows(database, "SELECT m FROM ks.t WHERE k = 1 AND c = 5"))
                    .isEqualTo(List.of(List.of("{3: 'again'}")));
            assertThat(rows(database, "SELECT c FROM ks.t WHERE k = 1")).hasSize(3);
        }
    }
}
