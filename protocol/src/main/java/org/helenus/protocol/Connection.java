package org.helenus.protocol;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.message.EventType;

/// One client's connection as the request handler sees it. Its state changes on its event loop only; any thread may
/// look.
public interface Connection {
    /// Different for each connection of a server.
    long id();

    InetSocketAddress remoteAddress();

    /// The protocol version spoken, once started; before, that of the latest request.
    int version();

    Compression compression();

    /// What STARTUP said, keys in upper case; empty before.
    Map<String, String> options();

    Optional<String> driverName();

    Optional<String> driverVersion();

    /// What the client registered for.
    Set<EventType> registeredEvents();

    /// Requests received so far.
    long requestCount();

    /// The handler's own state for this connection, such as its session.
    Optional<Object> attachment();

    void attach(Object attachment);

    /// Runs tasks on the connection's event loop.
    Executor eventLoop();

    /// Closes once what is answered has been sent.
    void close();
}
