package org.helenus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.helenus.schema.error.InvalidRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `EXPLAIN ANALYZE` counts. The plans themselves: `explain.txt`.
class ExplainTest {
    private Database database;

    @BeforeEach
    void open() throws IOException {
        database = new Database();
        database.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        database.run("USE ks");
        database.run("CREATE TABLE t (k int, c int, v int, PRIMARY KEY (k, c))");
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private Map<String, String> analyze(String select) {
        return analyze(select, Parameters.PLAIN);
    }

    private Map<String, String> analyze(String select, Parameters parameters) {
        var counts = new LinkedHashMap<String, String>();
        Database.rows(database.run("EXPLAIN ANALYZE " + select, parameters))
                .forEach(row ->
                        counts.put(row.get(0).replace("'", ""), row.get(1).replace("'", "")));
        return counts;
    }

    private void write(int k, int from, int to) {
        for (int c = from; c < to; c++) {
            database.run("INSERT INTO t (k, c, v) VALUES (" + k + ", " + c + ", " + c + ")");
        }
    }

    @Test
    void countsFilesFiltersAndBlocks() throws IOException {
        write(1, 0, 10);
        database.flush();
        write(2, 0, 10);
        database.flush();
        write(1, 20, 22);
        assertThat(analyze("SELECT v FROM t WHERE k = 1 AND c = 3"))
                .containsEntry("read", "one row by its key")
                .containsEntry("rows answered", "1")
                .containsEntry("memtables", "1")
                .containsEntry("sstables", "2")
                .containsEntry("sstables asked for a row", "1")
                .containsEntry("filter passes", "1")
                .containsEntry("filter false passes", "0");
        assertThat(analyze("SELECT v FROM t WHERE k = 1"))
                .containsEntry("rows answered", "12")
                .containsEntry("live rows seen", "12")
                .containsEntry("tombstones seen", "0");
    }

    @Test
    void theFirstReadAfterAStartComesFromTheDiskTheNextFromMemory() throws IOException {
        write(1, 0, 10);
        database.flush();
        database.restart();
        database.run("USE ks");
        var cold = analyze("SELECT v FROM t WHERE k = 1 AND c = 3");
        assertThat(cold).containsEntry("blocks read", "1").containsEntry("blocks cached", "0");
        assertThat(Long.parseLong(cold.get("bytes read"))).isPositive();
        assertThat(analyze("SELECT v FROM t WHERE k = 1 AND c = 3"))
                .containsEntry("blocks read", "0")
                .containsEntry("blocks cached", "1")
                .containsEntry("bytes read", "0");
    }

    @Test
    void countsTombstonesAndStopsAtThePage() {
        write(1, 0, 10);
        database.run("DELETE FROM t WHERE k = 1 AND c = 2");
        assertThat(analyze("SELECT * FROM t WHERE k = 1"))
                .containsEntry("rows answered", "9")
                .containsEntry("tombstones seen", "1")
                .doesNotContainKey("more pages");
        assertThat(analyze("SELECT * FROM t WHERE k = 1", Parameters.PLAIN.withPage(4, new byte[0])))
                .containsEntry("rows answered", "4")
                .containsEntry("more pages", "yes");
    }

    @Test
    void onlySelectsAreExplainedAndTheirErrorsTold() {
        assertThatThrownBy(() -> database.run("EXPLAIN DELETE FROM t WHERE k = 1"))
                .hasMessageContaining("expecting K_SELECT");
        assertThatThrownBy(() -> database.run("EXPLAIN ANALYZE SELECT v FROM t WHERE v = 1"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("ALLOW FILTERING");
    }
}
