package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.helenus.server.HelenusServer;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Scripts about forms of tables that the disk must remember: while they are played all goes to files, now and then,
/// or is left to the log, and the node starts again; the answers stay what they are.
class RestartedScriptsTest {
    private static final String CREATED = "schema CREATED TABLE ";
    private static final String DROPPED = "schema DROPPED TABLE ";
    /// No multiple of each other, so that a restart finds tables in files, in the log, and in both.
    private static final int STATEMENTS_BETWEEN_FLUSHES = 7;

    private static final int STATEMENTS_BETWEEN_RESTARTS = 17;

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        var differences = ChosenDifferences.read(Path.of("src/test/resources/differences.txt"));
        return CqlScript.all(Path.of("src/test/resources/scripts")).stream()
                .filter(script -> script.name().startsWith("compact_"))
                .map(script -> DynamicTest.dynamicTest(script.name(), () -> {
                    try (var node = new Node(script)) {
                        node.check(differences);
                    }
                }));
    }

    /// A node on a disk in memory. One thread.
    private static final class Node implements AutoCloseable {
        private final CqlScript script;
        private final MemoryDisk disk = new MemoryDisk(1);
        private final Set<String> tables = new HashSet<>();
        private HelenusServer server;
        private ScriptSession session;

        Node(CqlScript script) throws IOException {
            this.script = script;
            start();
            session.begin(script);
        }

        private void start() throws IOException {
            server = HelenusServer.builder()
                    .settings(TestedNode.AS_RECORDED)
                    .disk(disk)
                    .port(0)
                    .start();
            session = new ScriptSession("127.0.0.1", server.port());
        }

        void check(ChosenDifferences differences) throws IOException {
            int played = 0;
            for (ScriptStep step : script.statements()) {
                String actual = session.play(step);
                assertThat(actual)
                        .as(step.statement())
                        .isEqualTo(differences.answer(script, step).orElse(step.answer()));
                remember(actual);
                played++;
                if (played % STATEMENTS_BETWEEN_FLUSHES == 0) {
                    for (String table : tables) {
                        server.flush(script.name(), table);
                    }
                }
                if (played % STATEMENTS_BETWEEN_RESTARTS == 0) {
                    close();
                    start();
                    session.play(new ScriptStep(List.of(), List.of(), "USE " + script.name(), ""));
                }
            }
        }

        private void remember(String answer) {
            if (answer.startsWith(CREATED)) {
                tables.add(table(answer));
            } else if (answer.startsWith(DROPPED)) {
                tables.remove(table(answer));
            }
        }

        private static String table(String answer) {
            return answer.lines().findFirst().orElseThrow().replaceFirst(".*\\.", "");
        }

        @Override
        public void close() throws IOException {
            session.close();
            server.close();
        }
    }
}
