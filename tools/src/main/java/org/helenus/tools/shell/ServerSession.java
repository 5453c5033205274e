package org.helenus.tools.shell;

import java.io.IOException;
import java.util.Optional;
import org.helenus.cql.CqlPrinter;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.schema.error.ProtocolError;

/// A session over one connection. When the connection breaks, the statement fails and the next one connects again, to
/// the keyspace that was used last.
final class ServerSession implements Session {
    private final ConnectOptions options;
    private CqlConnection connection;
    private boolean broken;
    private Optional<String> keyspace = Optional.empty();

    private ServerSession(ConnectOptions options, CqlConnection connection) {
        this.options = options;
        this.connection = connection;
    }

    /// Connects with exactly this version of the protocol.
    static ServerSession connect(ConnectOptions options) throws IOException {
        return new ServerSession(options, CqlConnection.connect(options));
    }

    /// Connects with the newest version that the server speaks.
    static ServerSession negotiate(ConnectOptions options) throws IOException {
        for (int version = ProtocolVersion.V5; ; version--) {
            try {
                return connect(options.withVersion(version));
            } catch (ProtocolError refused) {
                if (version == ProtocolVersion.V3) {
                    throw refused;
                }
            }
        }
    }

    @Override
    public Answer execute(String cql, QueryParameters parameters, boolean tracing) throws IOException {
        if (broken) {
            reconnect();
        }
        try {
            var answer = connection.request(new Query(cql, parameters), tracing);
            if (answer.response() instanceof SetKeyspaceResult used) {
                keyspace = Optional.of(used.keyspace());
            }
            return answer;
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    private void reconnect() throws IOException {
        connection.close();
        connection = CqlConnection.connect(options);
        if (keyspace.isPresent()) {
            connection.query("USE " + CqlPrinter.name(keyspace.get()));
        }
        broken = false;
    }

    @Override
    public int protocolVersion() {
        return options.version();
    }

    @Override
    public void close() {
        connection.close();
    }
}
