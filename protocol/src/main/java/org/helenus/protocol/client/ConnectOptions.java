package org.helenus.protocol.client;

import java.time.Duration;
import java.util.Optional;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.ProtocolVersion;

/// How a [CqlConnection] connects.
///
/// @param version 3, 4, 5, or the beta 6
/// @param credentials for a server that wants a login
/// @param connectTimeout for the connection to open
/// @param timeout for each answer that is waited for
/// @param maxInFlight requests sent and not answered; a further one waits
public record ConnectOptions(
        String host,
        int port,
        int version,
        Compression compression,
        Optional<Credentials> credentials,
        Duration connectTimeout,
        Duration timeout,
        int maxInFlight) {
    /// Who logs in.
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    public ConnectOptions {
        if (version < ProtocolVersion.LOWEST || version > ProtocolVersion.V6_BETA) {
            throw new IllegalArgumentException("protocol version " + version + " is not supported");
        }
        if (maxInFlight < 1 || maxInFlight > 32768) {
            throw new IllegalArgumentException("between 1 and 32768 requests can be in flight");
        }
    }

    /// Version 5, no compression, no login, half a minute.
    public static ConnectOptions to(String host, int port) {
        return new ConnectOptions(
                host,
                port,
                ProtocolVersion.V5,
                Compression.NONE,
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                1024);
    }

    public ConnectOptions withVersion(int other) {
        return new ConnectOptions(host, port, other, compression, credentials, connectTimeout, timeout, maxInFlight);
    }

    public ConnectOptions withCompression(Compression other) {
        return new ConnectOptions(host, port, version, other, credentials, connectTimeout, timeout, maxInFlight);
    }

    public ConnectOptions withCredentials(String user, String password) {
        return new ConnectOptions(
                host,
                port,
                version,
                compression,
                Optional.of(new Credentials(user, password)),
                connectTimeout,
                timeout,
                maxInFlight);
    }

    public ConnectOptions withConnectTimeout(Duration other) {
        return new ConnectOptions(host, port, version, compression, credentials, other, timeout, maxInFlight);
    }

    public ConnectOptions withTimeout(Duration other) {
        return new ConnectOptions(host, port, version, compression, credentials, connectTimeout, other, maxInFlight);
    }

    public ConnectOptions withMaxInFlight(int other) {
        return new ConnectOptions(host, port, version, compression, credentials, connectTimeout, timeout, other);
    }
}
