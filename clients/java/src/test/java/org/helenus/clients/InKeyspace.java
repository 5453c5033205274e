package org.helenus.clients;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// A test class with one session, in a keyspace of its own that goes when the class is done.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InKeyspace {
    final String keyspace =
            "java_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    CqlSession session;

    String protocolVersion() {
        return "V5";
    }

    @BeforeAll
    void open() {
        session = Server.open(protocolVersion());
        session.execute("CREATE KEYSPACE " + keyspace
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("USE " + keyspace);
    }

    @AfterAll
    void close() {
        session.execute("DROP KEYSPACE IF EXISTS " + keyspace);
        session.close();
    }

    /// The one row of an answer.
    Row one(String cql, Object... values) {
        return only(session.execute(cql, values).all());
    }

    Row one(Statement<?> statement) {
        return only(session.execute(statement).all());
    }

    private static Row only(List<Row> rows) {
        if (rows.size() != 1) {
            throw new AssertionError("expected one row: " + rows.size());
        }
        return rows.getFirst();
    }

    /// What it waits for comes by a pushed event, so there is nothing to block on but the driver's own state.
    static void eventually(String what, BooleanSupplier holds) {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
