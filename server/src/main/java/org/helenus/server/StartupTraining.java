package org.helenus.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.message.Execute;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;

/// A short life of a server in memory, for the JVM to watch: what it loads and learns here goes into the cache that
/// later starts begin with (`-XX:AOTCacheOutput`). It connects as drivers do, then takes a small load in bursts, with
/// memtables flushed and files merged meanwhile, so that a server under its first load knows which ways are taken.
public final class StartupTraining {
    private static final int ROUNDS = 300;
    private static final int BURSTS = 600;
    private static final int BURST = 100;
    private static final int VALUE_BYTES = 100;

    private StartupTraining() {}

    public static void main(String[] args) throws IOException, ConfigException {
        var settings = ConfigFile.parse("native_transport_port: 0\ncommitlog_sync: group\n", "training");
        try (var server = HelenusServer.builder().settings(settings).inMemory().start()) {
            for (int version = 4; version <= 5; version++) {
                var options = ConnectOptions.to(server.address().getHostString(), server.port());
                try (var client = CqlConnection.connect(options.withVersion(version))) {
                    session(client, "training" + version);
                }
            }
            try (var client =
                    CqlConnection.connect(ConnectOptions.to(server.address().getHostString(), server.port()))) {
                load(client);
            }
        }
    }

    /// What drivers ask when they connect, then the everyday statements.
    private static void session(CqlConnection client, String keyspace) throws IOException {
        client.supported();
        client.query("SELECT * FROM system.local WHERE key='local'");
        client.query("SELECT * FROM system.peers_v2");
        client.query("CREATE KEYSPACE " + keyspace
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE " + keyspace + ".t (k int, c int, v text, PRIMARY KEY (k, c))");
        for (var table : new String[] {"keyspaces", "tables", "columns", "types", "views", "indexes", "functions"}) {
            client.query("SELECT * FROM system_schema." + table);
        }
        var insert = client.prepare("INSERT INTO " + keyspace + ".t (k, c, v) VALUES (?, ?, ?)");
        var select = client.prepare("SELECT v FROM " + keyspace + ".t WHERE k = ?");
        byte[] values = {0, 0, 0, 1, 0, 0, 0, 2, 'v'};
        for (int i = 0; i < ROUNDS; i++) {
            client.execute(insert, bound(values, new int[] {0, 4, 8}, new int[] {4, 4, 1}));
            client.execute(select, bound(values, new int[] {0}, new int[] {4}));
        }
        client.query("SELECT count(*) FROM " + keyspace + ".t");
    }

    /// Writes in bursts, reads back, and has it flushed often enough for merges.
    private static void load(CqlConnection client) throws IOException {
        client.query("CREATE TABLE training4.load (k bigint PRIMARY KEY, v blob)"
                + " WITH memtable_flush_period_in_ms = 100");
        var insert = client.prepare("INSERT INTO training4.load (k, v) VALUES (?, ?)");
        var select = client.prepare("SELECT v FROM training4.load WHERE k = ?");
        var random = new SplittableRandom(1);
        for (int burst = 0; burst < BURSTS; burst++) {
            var answers = new ArrayList<CompletableFuture<Answer>>();
            for (int i = 0; i < BURST; i++) {
                byte[] values = new byte[Long.BYTES + VALUE_BYTES];
                random.nextBytes(values);
                var row = bound(values, new int[] {0, Long.BYTES}, new int[] {Long.BYTES, VALUE_BYTES});
                answers.add(client.send(new Execute(insert.id(), insert.resultMetadataId(), row)));
                var key = bound(values, new int[] {0}, new int[] {Long.BYTES});
                answers.add(client.send(new Execute(select.id(), select.resultMetadataId(), key)));
            }
            client.flush();
            answers.forEach(CompletableFuture::join);
        }
        client.query("SELECT count(*) FROM training4.load");
    }

    private static QueryParameters bound(byte[] values, int[] offsets, int[] lengths) {
        return QueryParameters.of(ConsistencyLevel.ONE, new BoundValues(values, offsets, lengths, List.of()));
    }
}
