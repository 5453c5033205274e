package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagingTest extends InKeyspace {
    private static final int ROWS = 10_000;

    @BeforeAll
    void fill() throws Exception {
        session.execute("CREATE TABLE wide (k int, c int, v text, PRIMARY KEY (k, c))");
        session.execute("CREATE TABLE spread (k int PRIMARY KEY, v text)");
        var wide = session.prepare("INSERT INTO wide (k, c, v) VALUES (0, ?, ?)");
        var spread = session.prepare("INSERT INTO spread (k, v) VALUES (?, ?)");
        for (var insert : List.of(wide, spread)) {
            for (int from = 0; from < ROWS; from += 500) {
                var flight = new ArrayList<CompletionStage<?>>();
                for (int i = from; i < from + 500; i++) {
                    flight.add(session.executeAsync(insert.bind(i, "v" + i)));
                }
                for (var write : flight) {
                    write.toCompletableFuture().get();
                }
            }
        }
    }

    private static SimpleStatement paged(String query) {
        return SimpleStatement.newInstance(query).setPageSize(100);
    }

    private List<Integer> column(String query) {
        var column = new ArrayList<Integer>();
        for (Row row : session.execute(paged(query))) {
            column.add(row.getInt(0));
        }
        return column;
    }

    private static List<Integer> sequence(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void onePartition() {
        assertThat(column("SELECT c FROM wide WHERE k = 0")).isEqualTo(sequence(0, ROWS));
    }

    @Test
    void onePartitionBackwards() {
        assertThat(column("SELECT c FROM wide WHERE k = 0 ORDER BY c DESC"))
                .isEqualTo(sequence(0, ROWS).reversed());
    }

    @Test
    void manyPartitions() {
        assertThat(column("SELECT k FROM spread").stream().sorted().toList()).isEqualTo(sequence(0, ROWS));
    }

    @Test
    void aSliceAndALimit() {
        assertThat(column("SELECT c FROM wide WHERE k = 0 AND c >= 100 AND c < 900 LIMIT 250"))
                .isEqualTo(sequence(100, 350));
    }

    @Test
    void pagesAreAsLongAsAsked() throws Exception {
        var page = session.executeAsync(paged("SELECT c FROM wide WHERE k = 0"))
                .toCompletableFuture()
                .get();
        int pages = 1;
        while (page.hasMorePages()) {
            assertThat(page.remaining()).isEqualTo(100);
            page = page.fetchNextPage().toCompletableFuture().get();
            pages++;
        }
        assertThat(pages).isBetween(ROWS / 100, ROWS / 100 + 1);
    }

    @Test
    void aPageResumedByAnotherSession() {
        var first = session.execute(paged("SELECT c FROM wide WHERE k = 0"));
        var state = first.getExecutionInfo().getSafePagingState();
        try (var other = Server.open("V5")) {
            other.execute("USE " + keyspace);
            var second = other.execute(paged("SELECT c FROM wide WHERE k = 0").setPagingState(state));
            assertThat(Objects.requireNonNull(second.one()).getInt(0)).isEqualTo(100);
        }
    }

    @Test
    void aPreparedStatementPages() {
        var select = session.prepare("SELECT c FROM wide WHERE k = ? AND c > ?");
        var rows = session.execute(select.bind(0, 4999).setPageSize(100)).all();
        assertThat(rows).extracting(row -> row.getInt(0)).isEqualTo(sequence(5000, ROWS));
    }

    @Test
    void aggregates() {
        var row = one("SELECT count(*), min(c), max(c), sum(c), avg(c) FROM wide WHERE k = 0");
        assertThat(row.getLong(0)).isEqualTo(ROWS);
        assertThat(IntStream.range(1, 5).mapToObj(row::getInt).toList())
                .containsExactly(0, ROWS - 1, (ROWS - 1) * ROWS / 2, (ROWS - 1) / 2);
    }
}
