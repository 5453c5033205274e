package org.helenus.protocol.netty;

import java.io.IOException;
import java.time.Duration;
import org.helenus.protocol.Durability;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;

/// A real server on a free port with a scripted handler behind it.
final class TestServer implements AutoCloseable {
    final ScriptedHandler handler = new ScriptedHandler();
    final NativeServer server;

    TestServer() throws IOException {
        this(options(), Durability.ALWAYS);
    }

    TestServer(NativeServerOptions options, Durability durability) throws IOException {
        server = new NativeServer(options, durability);
        server.bind();
        server.serve(handler);
    }

    static NativeServerOptions options() {
        return limits(1 << 20, 32 << 20, 32 << 20, Duration.ofSeconds(60));
    }

    static NativeServerOptions limits(int frame, long inFlight, long inFlightPerConnection, Duration startup) {
        return new NativeServerOptions(
                "127.0.0.1",
                0,
                2,
                frame,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                inFlight,
                inFlightPerConnection,
                startup,
                Duration.ZERO);
    }

    ConnectOptions to() {
        return ConnectOptions.to("127.0.0.1", server.port());
    }

    CqlConnection connect() throws IOException {
        return CqlConnection.connect(to());
    }

    RawClient raw() throws IOException {
        return new RawClient(server.port());
    }

    @Override
    public void close() {
        server.close();
    }
}
