package org.helenus.conformance;

import java.io.IOException;
import org.helenus.query.guardrail.Feature;
import org.helenus.server.HelenusServer;
import org.helenus.server.config.GuardrailSettings;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;
import org.helenus.storage.disk.MemoryDisk;

/// A node that plays operation lists. One thread.
interface TestedNode extends AutoCloseable {
    String name();

    /// Makes the list's keyspace anew.
    void begin(OperationList list) throws IOException;

    /// The answer to a statement, or empty for a comment, which may be an order to flush.
    String play(ScriptStep step) throws IOException;

    void end(OperationList list) throws IOException;

    @Override
    void close() throws IOException;

    /// One that runs elsewhere and is not ours to order about.
    static TestedNode at(String host, int port) throws IOException {
        var session = new ScriptSession(host, port);
        return new TestedNode() {
            @Override
            public String name() {
                return host + ":" + port;
            }

            @Override
            public void begin(OperationList list) throws IOException {
                session.begin(new CqlScript(list.name(), list.steps()));
            }

            @Override
            public String play(ScriptStep step) throws IOException {
                return step.isComment() ? "" : session.play(step);
            }

            @Override
            public void end(OperationList list) throws IOException {
                session.end(new CqlScript(list.name(), list.steps()));
            }

            @Override
            public void close() throws IOException {
                session.close();
            }
        };
    }

    /// What a node of our own does when a list says so.
    enum Habit {
        /// Nothing: all stays in memtables.
        MEMORY,
        /// Flushes and compacts, and keeps no block in memory.
        FILES,
        /// Loses its power instead of flushing, and starts again on what was synced.
        CRASHES
    }

    /// Cassandra is recorded with `drop_compact_storage_enabled`.
    Settings AS_RECORDED = Settings.DEFAULTS.with(GuardrailSettings.enabled(Feature.DROP_COMPACT_STORAGE), true);

    static TestedNode own(Habit habit) throws IOException {
        return new OwnNode(habit);
    }

    /// A Helenus in this JVM, on a disk in memory.
    final class OwnNode implements TestedNode {
        private static final String TABLE = "t";

        private final Habit habit;
        private final Settings settings;
        private MemoryDisk disk = new MemoryDisk(1);
        private HelenusServer server;
        private ScriptSession session;
        private String keyspace = "";
        private int crashes;

        OwnNode(Habit habit) throws IOException {
            this.habit = habit;
            Settings memory =
                    AS_RECORDED.with(KnownSettings.MEMTABLE_SPACE, 96L << 20).with(KnownSettings.AUTO_SNAPSHOT, false);
            settings = habit == Habit.FILES ? memory.with(KnownSettings.FILE_CACHE_SIZE, 1L << 20) : memory;
            server = start();
            session = new ScriptSession("127.0.0.1", server.port());
        }

        private HelenusServer start() throws IOException {
            return HelenusServer.builder().settings(settings).disk(disk).port(0).start();
        }

        @Override
        public String name() {
            return "Helenus " + habit;
        }

        @Override
        public void begin(OperationList list) throws IOException {
            keyspace = list.name();
            session.begin(new CqlScript(list.name(), list.steps()));
        }

        @Override
        public String play(ScriptStep step) throws IOException {
            if (!step.isComment()) {
                return session.play(step, this::breakPages);
            }
            order(step.comments().contains(OperationList.COMPACT));
            return "";
        }

        /// A page goes on in other files than the one before, or on a server that knows no more of it.
        private void breakPages(int page) throws IOException {
            if (page == 1) {
                order(true);
            }
        }

        private void order(boolean compact) throws IOException {
            switch (habit) {
                case MEMORY -> {}
                case FILES -> {
                    server.flush(keyspace, TABLE);
                    if (compact) {
                        server.compact(keyspace, TABLE);
                    }
                }
                case CRASHES -> crash();
            }
        }

        private void crash() throws IOException {
            MemoryDisk after = disk.crash(++crashes);
            server.close();
            disk = after;
            server = start();
            session.reconnect("127.0.0.1", server.port(), keyspace);
        }

        @Override
        public void end(OperationList list) throws IOException {
            session.end(new CqlScript(list.name(), list.steps()));
        }

        @Override
        public void close() throws IOException {
            session.close();
            server.close();
        }
    }
}
