package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.helenus.cql.CqlParser;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.client.Page;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.type.NativeType;
import org.helenus.server.HelenusServer;
import org.junit.jupiter.api.Test;

/// What `DESCRIBE … WITH INTERNALS` tells makes the same again: of the tables and types of all scripts and of random
/// lists, as each `CREATE` and `ALTER` left them.
class DescribedAgainTest {
    private static final int LISTS = 60;
    private static final Pattern DEFINES =
            Pattern.compile("(?i)(CREATE|ALTER)\\s+(TABLE|COLUMNFAMILY|TYPE)\\s.*", Pattern.DOTALL);
    /// A dense table that had no value and is compact no more has a column whose type no statement can name, in
    /// Cassandra too.
    private static final Pattern CANNOT_BE_MADE = Pattern.compile("(?m)^ {4}value\\S* empty,?$");

    /// No type can be called so without quotes.
    private static final Set<String> RESERVED = Set.of("byte", "complex", "enum", "interval", "macaddr", "bitstring");

    private static final SecureRandom SEEDS = new SecureRandom();
    private static final String SEED = System.getProperty("seed", "");

    @Test
    void theDescriptionOfEveryScriptsSchemaMakesItAgain() throws IOException {
        for (CqlScript script : CqlScript.all(Path.of("src/test/resources/scripts"))) {
            // its types get fields that a statement could not give them, in Cassandra too
            if (!script.name().equals("alter_corners")) {
                describedAgain(script.name(), script.statements());
            }
        }
    }

    @Test
    void theDescriptionOfRandomSchemasMakesThemAgain() throws IOException {
        long seed = SEED.isEmpty() ? SEEDS.nextInt(1, Integer.MAX_VALUE) : Long.parseLong(SEED);
        for (int i = 0; i < LISTS; i++) {
            OperationList list = OperationList.of(seed + i);
            var steps = new ArrayList<>(list.definition());
            steps.addAll(list.steps());
            describedAgain("list_" + (seed + i), steps);
        }
    }

    private static void describedAgain(String what, List<ScriptStep> steps) throws IOException {
        try (var server = HelenusServer.builder()
                        .inMemory()
                        .settings(TestedNode.AS_RECORDED)
                        .port(0)
                        .start();
                var connection = CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()))) {
            connection.query(
                    "CREATE KEYSPACE again WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            connection.query("USE again");
            for (ScriptStep step : steps) {
                if (DEFINES.matcher(step.statement()).matches()) {
                    attempt(connection, step.statement());
                }
            }
            List<String> told = described(connection);
            assertThat(told).as(what).isNotEmpty();
            connection.query("DROP KEYSPACE again");
            for (String text : told) {
                for (var statement : CqlParser.split(text)) {
                    connection.query(statement.text());
                }
            }
            assertThat(described(connection)).as(what).isEqualTo(told);
        }
    }

    /// Scripts have statements that are refused; these are no part of it.
    private static void attempt(CqlConnection connection, String statement) throws IOException {
        try {
            connection.query(statement);
        } catch (CqlException _) {
            return;
        }
    }

    /// But for compact tables, which are told in comments, and for types called as one of CQL's or a reserved one:
    /// Cassandra tells their names without the quotes that they need.
    private static List<String> described(CqlConnection connection) throws IOException {
        var page = CqlConnection.page(connection.query("DESCRIBE KEYSPACE again WITH INTERNALS"));
        return Stream.iterate(0, row -> row < page.rowCount(), row -> row + 1)
                .filter(row -> NativeType.named(text(page, row, 2)).isEmpty() && !RESERVED.contains(text(page, row, 2)))
                .map(row -> text(page, row, 3))
                .filter(text ->
                        !text.startsWith("/*") && !CANNOT_BE_MADE.matcher(text).find())
                .toList();
    }

    private static String text(Page page, int row, int column) {
        return new String(page.value(row, column).orElseThrow(), StandardCharsets.UTF_8);
    }
}
