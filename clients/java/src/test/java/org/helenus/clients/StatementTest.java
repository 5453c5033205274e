package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Prepared statements, batches and conditional writes.
class StatementTest extends InKeyspace {
    @BeforeEach
    void tables() {
        session.execute("CREATE TABLE IF NOT EXISTS s (k int, c int, v text, o int static, PRIMARY KEY (k, c))");
        session.execute("CREATE TABLE IF NOT EXISTS n (k int PRIMARY KEY, c counter)");
        session.execute("TRUNCATE s");
        session.execute("TRUNCATE n");
    }

    @Test
    void positionalValues() {
        var insert = session.prepare("INSERT INTO s (k, c, v) VALUES (?, ?, ?)");
        session.execute(insert.bind(1, 2, "three"));
        assertThat(one("SELECT v FROM s WHERE k = ? AND c = ?", 1, 2).getString("v"))
                .isEqualTo("three");
    }

    @Test
    void namedValues() {
        var insert = session.prepare("INSERT INTO s (k, c, v) VALUES (:first, :second, :v)");
        session.execute(
                insert.bind().setInt("second", 2).setString("v", "three").setInt("first", 1));
        var select = SimpleStatement.newInstance("SELECT v FROM s WHERE k = :k AND c = :c", Map.of("c", 2, "k", 1));
        assertThat(one(select).getString("v")).isEqualTo("three");
    }

    @Test
    void aValueNotSetIsLeftAlone() {
        var insert = session.prepare("INSERT INTO s (k, c, v, o) VALUES (?, ?, ?, ?)");
        session.execute(insert.bind(1, 2, "three", 4));
        session.execute(insert.bind().setInt(0, 1).setInt(1, 2).setInt(3, 5));
        var row = one("SELECT v, o FROM s WHERE k = 1");
        assertThat(row.getString("v")).isEqualTo("three");
        assertThat(row.getInt("o")).isEqualTo(5);
    }

    @Test
    void markersKnowTheirColumns() {
        var select = session.prepare("SELECT v FROM s WHERE k = ? AND c IN ? LIMIT ?");
        assertThat(select.getVariableDefinitions())
                .extracting(definition -> definition.getName().asInternal())
                .containsExactly("k", "in(c)", "[limit]");
        assertThat(select.getPartitionKeyIndices()).containsExactly(0);
        assertThat(select.getResultSetDefinitions()).hasSize(1);
        assertThat(select.bind(1, List.of(1, 2), 10).getRoutingKey()).isNotNull();
    }

    @Test
    void aStatementSurvivesItsTable() {
        session.execute("CREATE TABLE again (k int PRIMARY KEY, v int)");
        var insert = session.prepare("INSERT INTO again (k, v) VALUES (?, ?)");
        session.execute(insert.bind(1, 1));
        session.execute("DROP TABLE again");
        session.execute("CREATE TABLE again (k int PRIMARY KEY, v int)");
        session.execute(insert.bind(2, 2));
        assertThat(one("SELECT v FROM again").getInt("v")).isEqualTo(2);
    }

    @Test
    void aNewColumnIsSeenByAPreparedStatement() {
        session.execute("CREATE TABLE star (k int PRIMARY KEY, v int)");
        session.execute("INSERT INTO star (k, v) VALUES (1, 2)");
        var select = session.prepare("SELECT * FROM star");
        assertThat(one(select.bind()).getColumnDefinitions()).hasSize(2);
        session.execute("ALTER TABLE star ADD a text");
        session.execute("UPDATE star SET a = 'new' WHERE k = 1");
        for (int i = 0; i < 2; i++) {
            var row = one(select.bind());
            assertThat(row.getColumnDefinitions()).hasSize(3);
            assertThat(row.getString("a")).isEqualTo("new");
            assertThat(row.getInt("v")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DefaultBatchType.class,
            names = {"LOGGED", "UNLOGGED"})
    void batches(DefaultBatchType type) {
        var insert = session.prepare("INSERT INTO s (k, c, v) VALUES (?, ?, ?)");
        var batch = BatchStatement.builder(type);
        for (int c = 0; c < 10; c++) {
            batch.addStatement(insert.bind(c % 2, c, "batch"));
        }
        batch.addStatement(SimpleStatement.newInstance("DELETE FROM s WHERE k = ? AND c = ?", 1, 9));
        batch.addStatement(SimpleStatement.newInstance("UPDATE s SET v = 'text' WHERE k = 0 AND c = 100"));
        session.execute(batch.build());
        var rows = session.execute("SELECT c, v FROM s WHERE k IN (0, 1)").all();
        assertThat(rows).extracting(row -> row.getInt("c")).containsExactly(0, 2, 4, 6, 8, 100, 1, 3, 5, 7);
        assertThat(rows).extracting(row -> row.getString("v")).contains("batch", "text");
    }

    @Test
    void timestampOfABatch() {
        session.execute(BatchStatement.newInstance(
                        DefaultBatchType.LOGGED,
                        SimpleStatement.newInstance("INSERT INTO s (k, c, v) VALUES (1, 1, 'a')"))
                .setQueryTimestamp(777));
        assertThat(one("SELECT writetime(v) FROM s WHERE k = 1").getLong(0)).isEqualTo(777);
    }

    @Test
    void counterBatch() {
        var add = session.prepare("UPDATE n SET c = c + ? WHERE k = ?");
        session.execute(BatchStatement.newInstance(DefaultBatchType.COUNTER, add.bind(5L, 1), add.bind(-2L, 1)));
        assertThat(one("SELECT c FROM n WHERE k = 1").getLong("c")).isEqualTo(3);
    }

    @Test
    void conditionalInsert() {
        var insert = session.prepare("INSERT INTO s (k, c, v) VALUES (?, ?, ?) IF NOT EXISTS");
        var applied = session.execute(insert.bind(1, 1, "first"));
        assertThat(applied.wasApplied()).isTrue();
        assertThat(applied.getColumnDefinitions()).hasSize(1);
        var refused = session.execute(insert.bind(1, 1, "second"));
        assertThat(refused.wasApplied()).isFalse();
        var row = refused.one();
        assertThat(row).isNotNull();
        assertThat(row.getColumnDefinitions())
                .extracting(definition -> definition.getName().asInternal())
                .containsExactly("[applied]", "k", "c", "o", "v");
        assertThat(row.getString("v")).isEqualTo("first");
    }

    @Test
    void conditionalUpdateAndDelete() {
        session.execute("INSERT INTO s (k, c, v, o) VALUES (1, 1, 'a', 7)");
        var refused = session.execute("UPDATE s SET v = 'b' WHERE k = 1 AND c = 1 IF v = 'x' AND o = 7");
        assertThat(refused.wasApplied()).isFalse();
        var row = refused.one();
        assertThat(row).isNotNull();
        assertThat(row.getString("v")).isEqualTo("a");
        assertThat(row.getInt("o")).isEqualTo(7);
        assertThat(session.execute("UPDATE s SET v = 'b' WHERE k = 1 AND c = 1 IF v = 'a'")
                        .wasApplied())
                .isTrue();
        assertThat(session.execute("DELETE FROM s WHERE k = 1 AND c = 1 IF EXISTS")
                        .wasApplied())
                .isTrue();
        assertThat(session.execute("DELETE FROM s WHERE k = 1 AND c = 1 IF EXISTS")
                        .wasApplied())
                .isFalse();
    }

    @Test
    void conditionalBatch() {
        var batch = BatchStatement.newInstance(
                DefaultBatchType.LOGGED,
                SimpleStatement.newInstance("INSERT INTO s (k, c, v) VALUES (1, 1, 'a') IF NOT EXISTS"),
                SimpleStatement.newInstance("INSERT INTO s (k, c, v) VALUES (1, 2, 'b')"));
        assertThat(session.execute(batch).wasApplied()).isTrue();
        assertThat(session.execute(batch).wasApplied()).isFalse();
        assertThat(session.execute("SELECT c FROM s WHERE k = 1").all()).hasSize(2);
    }
}
