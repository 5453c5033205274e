package org.helenus.tools.shell;

import java.io.IOException;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.message.QueryParameters;

/// Where statements go: a connection to a server.
interface Session extends AutoCloseable {
    /// @throws org.helenus.schema.error.CqlException what the server refuses
    /// @throws IOException the connection broke or the answer did not come in time
    Answer execute(String cql, QueryParameters parameters, boolean tracing) throws IOException;

    /// The version of the native protocol it speaks.
    int protocolVersion();

    @Override
    void close();
}
