package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.helenus.server.HelenusServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Plays every script on our server, and expects what Apache Cassandra answered.
///
/// `-Dcassandra=HOST:PORT` plays them on a server that runs there instead, and with `-Drewrite=true` writes down what
/// it answers: that is how the answers came to be, see `conformance/record`.
class ConformanceTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final Path DIFFERENCES = Path.of("src/test/resources/differences.txt");
    private static final String CASSANDRA = System.getProperty("cassandra", "");
    private static final boolean RECORD = Boolean.getBoolean("rewrite") && !CASSANDRA.isEmpty();

    private static List<AutoCloseable> opened = new ArrayList<>();
    private static ScriptSession session;

    @BeforeAll
    static void connect() throws Exception {
        if (CASSANDRA.isEmpty()) {
            HelenusServer server = HelenusServer.builder()
                    .settings(TestedNode.AS_RECORDED)
                    .inMemory()
                    .port(0)
                    .start();
            opened.add(server);
            session = new ScriptSession("127.0.0.1", server.port());
        } else {
            int colon = CASSANDRA.lastIndexOf(':');
            session =
                    new ScriptSession(CASSANDRA.substring(0, colon), Integer.parseInt(CASSANDRA.substring(colon + 1)));
        }
        opened.addFirst(session);
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        var differences = CASSANDRA.isEmpty() ? ChosenDifferences.read(DIFFERENCES) : ChosenDifferences.parse("");
        return CqlScript.all(SCRIPTS).stream()
                .filter(script -> script.name()
                        .matches(System.getProperty("script", "").isEmpty() ? ".*" : System.getProperty("script")))
                .map(script -> DynamicTest.dynamicTest(script.name(), () -> {
                    if (RECORD) {
                        record(script);
                    } else {
                        check(script, differences);
                    }
                }));
    }

    @Test
    void everyDifferenceHasItsStatement() throws IOException {
        assertThat(ChosenDifferences.read(DIFFERENCES).strays(CqlScript.all(SCRIPTS)))
                .isEmpty();
    }

    private static void record(CqlScript script) throws IOException {
        var steps = new ArrayList<ScriptStep>();
        session.begin(script);
        for (ScriptStep step : script.steps()) {
            steps.add(step.isComment() ? step : step.answered(session.play(step)));
        }
        session.end(script);
        new CqlScript(script.name(), steps).write(SCRIPTS);
    }

    private static void check(CqlScript script, ChosenDifferences differences) throws IOException {
        var wrong = new ArrayList<String>();
        session.begin(script);
        for (ScriptStep step : script.statements()) {
            String expected = step.answer();
            var chosen = differences.answer(script, step);
            if (chosen.isPresent() && chosen.get().equals(expected)) {
                wrong.add("no difference any more: " + step.statement());
            }
            expected = chosen.orElse(expected);
            String actual = session.play(step);
            if (!actual.equals(expected)) {
                wrong.add(String.join("\n", step.directives()) + "\n" + step.statement() + "\n---- expected\n"
                        + expected + "\n---- but was\n" + actual);
            }
        }
        session.end(script);
        if (!wrong.isEmpty()) {
            fail(wrong.size() + " answers differ\n\n" + String.join("\n\n", wrong) + "\n\n");
        }
    }
}
