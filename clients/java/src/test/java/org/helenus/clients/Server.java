package org.helenus.clients;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The server under test, named by the environment: `CQL_HOST` (127.0.0.1) and `CQL_PORT` (9042).
final class Server {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(
            environment("CQL_HOST").orElse("127.0.0.1"),
            Integer.parseInt(environment("CQL_PORT").orElse("9042")));

    private Server() {}

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    /// One connection for requests, and patience: a busy machine is no failure.
    static CqlSessionBuilder builder(UnaryOperator<ProgrammaticDriverConfigLoaderBuilder> options) {
        var loader = options.apply(DriverConfigLoader.programmaticBuilder()
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(30))
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(30))
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
                .withDuration(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_TIMEOUT, 5)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, 5)
                .withDuration(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, Duration.ZERO));
        return CqlSession.builder()
                .addContactPoint(ADDRESS)
                .withLocalDatacenter("datacenter1")
                .withConfigLoader(loader.build());
    }

    static CqlSession open(UnaryOperator<ProgrammaticDriverConfigLoaderBuilder> options) {
        return builder(options).build();
    }

    static CqlSession open(String protocolVersion) {
        return open(options -> options.withString(DefaultDriverOption.PROTOCOL_VERSION, protocolVersion));
    }
}
