package org.helenus.tools.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.helenus.protocol.Connection;
import org.helenus.protocol.Durability;
import org.helenus.protocol.Reply;
import org.helenus.protocol.RequestHandler;
import org.helenus.protocol.message.AuthResponse;
import org.helenus.protocol.message.AuthSuccess;
import org.helenus.protocol.message.Authenticate;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.Startup;
import org.helenus.protocol.netty.NativeServer;
import org.helenus.protocol.netty.NativeServerOptions;
import org.helenus.schema.error.BadCredentials;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ProtocolError;

/// A [FakeSession] behind a real port. The statement `CLOSE` closes the connection instead of answering.
final class FakeServer implements RequestHandler, AutoCloseable {
    private final NativeServer server;
    private final FakeSession session = new FakeSession();
    private final int newestVersion;
    private final Optional<String> password;

    /// @param newestVersion of the protocol that it admits to speak
    /// @param password wanted from the user `me`; empty: no login
    FakeServer(int newestVersion, Optional<String> password, List<String> answers) throws IOException {
        this.newestVersion = newestVersion;
        this.password = password;
        session.learn(answers);
        server = new NativeServer(NativeServerOptions.on("127.0.0.1", 0), Durability.ALWAYS);
        server.bind();
        server.serve(this);
    }

    int port() {
        return server.port();
    }

    @Override
    public void connected(Connection connection) {}

    @Override
    public void closed(Connection connection) {}

    @Override
    public void handle(Request request, Connection connection, Reply reply) {
        switch (request) {
            case Startup _
            when connection.version() > newestVersion ->
                reply.fail(new ProtocolError("Invalid or unsupported protocol version (" + connection.version() + ")"));
            case Startup _ ->
                reply.send(password.isEmpty() ? new Ready() : new Authenticate("PasswordAuthenticator"), 0);
            case AuthResponse(var token) -> authenticate(token, reply);
            case Query(var cql, var _) when cql.equals("CLOSE") -> connection.close();
            case Query(var cql, var parameters) -> answer(cql, parameters, reply);
            default -> reply.fail(new InvalidRequest("unexpected " + request));
        }
    }

    private void authenticate(Optional<byte[]> token, Reply reply) {
        var expected = "\0me\0" + password.orElseThrow();
        if (token.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("")
                .equals(expected)) {
            reply.send(new AuthSuccess(Optional.empty()), 0);
        } else {
            reply.fail(new BadCredentials("Provided username me and/or password are incorrect"));
        }
    }

    private void answer(String cql, QueryParameters parameters, Reply reply) {
        try {
            if (cql.equals("USE nope")) {
                throw new InvalidRequest("Keyspace 'nope' does not exist");
            }
            var answer = session.execute(cql, parameters, reply.tracing());
            reply.send(answer.response(), answer.extras(), 0);
        } catch (CqlException error) {
            reply.fail(error);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
