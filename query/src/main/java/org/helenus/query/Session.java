package org.helenus.query;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/// What one client connection carries from request to request: the keyspace that `USE` chose, and who is speaking.
///
/// Threads: the keyspace may be set on one thread and read on another, since a request may finish on the I/O pool.
public final class Session {
    private final InetSocketAddress client;
    private volatile Optional<String> keyspace = Optional.empty();
    private volatile String user = "anonymous";
    private volatile String driverName = "";
    private volatile String driverVersion = "";

    public Session(InetSocketAddress client) {
        this.client = Objects.requireNonNull(client);
    }

    /// A session of the node itself, for statements that no client sent.
    public static Session internal() {
        return new Session(new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
    }

    public InetSocketAddress client() {
        return client;
    }

    public Optional<String> keyspace() {
        return keyspace;
    }

    public void use(String name) {
        keyspace = Optional.of(name);
    }

    public String user() {
        return user;
    }

    public void user(String name) {
        user = Objects.requireNonNull(name);
    }

    public String driverName() {
        return driverName;
    }

    public String driverVersion() {
        return driverVersion;
    }

    public void driver(String name, String version) {
        driverName = Objects.requireNonNull(name);
        driverVersion = Objects.requireNonNull(version);
    }
}
