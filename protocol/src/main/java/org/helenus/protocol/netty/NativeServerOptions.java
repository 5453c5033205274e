package org.helenus.protocol.netty;

import java.time.Duration;

/// How a [NativeServer] listens and what it lets clients use.
///
/// @param host the address to listen on
/// @param port 0: any free one
/// @param loops event loops, each with its own thread
/// @param maxFrameBytes the largest body of a message; a larger one is refused and skipped. Costs up to twice this for
///     each half-received body
/// @param maxConnections further ones are closed at once
/// @param maxConnectionsPerAddress likewise, counted by the client's address
/// @param maxBytesInFlight of requests that are not answered yet, over all connections, shared out evenly among the
///     loops; a loop beyond its share stops reading, or answers `Overloaded` to clients that asked for that. The same
///     again may be held in half-received messages
/// @param maxBytesInFlightPerConnection likewise, of one connection
/// @param startupTimeout how long a client may take to be started
/// @param idleTimeout how long a started client may be silent; zero: for ever
public record NativeServerOptions(
        String host,
        int port,
        int loops,
        int maxFrameBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        long maxBytesInFlight,
        long maxBytesInFlightPerConnection,
        Duration startupTimeout,
        Duration idleTimeout) {
    public static final int DEFAULT_MAX_FRAME_BYTES = 16 << 20;

    public NativeServerOptions {
        if (loops < 1 || maxFrameBytes < 1024 || maxConnections < 1 || maxConnectionsPerAddress < 1) {
            throw new IllegalArgumentException("loops, frame bytes and connections must be positive");
        }
        if (maxBytesInFlight < 1 || maxBytesInFlightPerConnection < 1) {
            throw new IllegalArgumentException("bytes in flight must be positive");
        }
    }

    /// The defaults: 16 MiB frames, any number of connections, a tenth of the heap in flight, a quarter of that by
    /// one connection.
    public static NativeServerOptions on(String host, int port) {
        long inFlight = Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 10);
        return new NativeServerOptions(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                DEFAULT_MAX_FRAME_BYTES,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                inFlight,
                Math.max(1 << 20, inFlight / 4),
                Duration.ofSeconds(10),
                Duration.ZERO);
    }
}
