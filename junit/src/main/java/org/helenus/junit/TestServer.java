package org.helenus.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.helenus.cql.CqlParser;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.server.HelenusServer;
import org.helenus.server.VirtualClock;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;

/// A running server and what belongs to it: its clock, its directory if it has one, and a connection to define
/// keyspaces by. Threads: any.
final class TestServer implements AutoCloseable {
    /// Cassandra's limit is 48; a number follows.
    private static final int MAX_NAME = 36;

    private final HelenusServer server;
    private final VirtualClock clock;
    private final Optional<Path> directory;
    private final String dataCenter;
    private final CqlConnection connection;
    private final String schema;
    private final AtomicInteger keyspaces = new AtomicInteger();

    private TestServer(
            HelenusServer server,
            VirtualClock clock,
            Optional<Path> directory,
            String dataCenter,
            CqlConnection connection,
            String schema) {
        this.server = server;
        this.clock = clock;
        this.directory = directory;
        this.dataCenter = dataCenter;
        this.connection = connection;
        this.schema = schema;
    }

    /// @param onDisk in a temporary directory; else in memory
    /// @param schema statements that each new keyspace begins with
    static TestServer start(Settings settings, boolean onDisk, VirtualClock clock, String schema) throws IOException {
        Optional<Path> directory = onDisk ? Optional.of(Files.createTempDirectory("helenus-test-")) : Optional.empty();
        try {
            var builder = HelenusServer.builder().settings(settings).port(0).clock(clock);
            var server = directory
                    .map(builder::dataDirectory)
                    .orElseGet(builder::inMemory)
                    .start();
            try {
                var address = server.address();
                var connection = CqlConnection.connect(ConnectOptions.to(address.getHostString(), address.getPort()));
                var dataCenter = settings.get(KnownSettings.DATA_CENTER);
                return new TestServer(server, clock, directory, dataCenter, connection, schema);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    HelenusServer server() {
        return server;
    }

    VirtualClock clock() {
        return clock;
    }

    InetSocketAddress address() {
        return server.address();
    }

    /// Makes a keyspace that nobody has.
    ///
    /// @param wish what its name should begin with
    TestKeyspace createKeyspace(String wish) throws IOException {
        var keyspace = new TestKeyspace(name(wish, keyspaces.incrementAndGet()));
        synchronized (connection) {
            connection.query("CREATE KEYSPACE " + keyspace.name()
                    + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            connection.query("USE " + keyspace.name());
            for (var statement : CqlParser.split(schema)) {
                connection.query(statement.text());
            }
        }
        return keyspace;
    }

    static String name(String wish, int number) {
        var name = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
            name = "t_" + name;
        }
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "_" + number;
    }

    void dropKeyspace(TestKeyspace keyspace) throws IOException {
        synchronized (connection) {
            connection.query("DROP KEYSPACE IF EXISTS " + keyspace.name());
        }
    }

    DriverSession connect(TestKeyspace keyspace) {
        return DriverSession.connect(address(), dataCenter, keyspace.name());
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
            server.close();
        } finally {
            delete(directory);
        }
    }

    private static void delete(Optional<Path> directory) throws IOException {
        if (directory.isEmpty()) {
            return;
        }
        try (var paths = Files.walk(directory.get())) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
