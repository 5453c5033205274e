package org.helenus.server;

import java.io.IOException;
import java.util.List;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;

/// A short life of a server in memory, for the JVM to watch: what it loads and learns here goes into the cache that
/// later starts begin with (`-XX:AOTCacheOutput`).
public final class StartupTraining {
    private static final int ROUNDS = 300;

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

    private static QueryParameters bound(byte[] values, int[] offsets, int[] lengths) {
        return QueryParameters.of(ConsistencyLevel.ONE, new BoundValues(values, offsets, lengths, List.of()));
    }
}
