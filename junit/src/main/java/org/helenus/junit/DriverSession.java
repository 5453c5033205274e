package org.helenus.junit;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.time.ServerSideTimestampGenerator;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A session of the Java driver. The one class that knows the driver: it is loaded when somebody wants a session, so
/// whoever has no driver can use the rest.
///
/// The server gives the timestamps: the driver would take them from the machine's clock, and the server's may be moved.
record DriverSession(CqlSession session) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static DriverSession connect(InetSocketAddress address, String dataCenter, String keyspace) {
        var options = DriverConfigLoader.programmaticBuilder()
                .withClass(DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS, ServerSideTimestampGenerator.class)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_SET_KEYSPACE_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
                // Its threads end at once, for nobody sends anything any more; those of the
                // administration close the
                // session, and need a moment to tell of it.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withString(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_UNIT, "MILLISECONDS")
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 50)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, 15_000)
                .build();
        return new DriverSession(CqlSession.builder()
                .addContactPoint(address)
                .withLocalDatacenter(dataCenter)
                .withKeyspace(keyspace)
                .withConfigLoader(options)
                .build());
    }

    @Override
    public void close() {
        session.close();
    }
}
