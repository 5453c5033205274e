package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each class of error that a client can provoke, and that the connection lives on after it.
class ErrorTest extends InKeyspace {
    @BeforeAll
    void tables() {
        session.execute("CREATE TABLE e (k int, c int, v int, PRIMARY KEY (k, c))");
        session.execute("CREATE TABLE n (k int PRIMARY KEY, c counter)");
    }

    private void lives() {
        assertThat(one("SELECT key FROM system.local").getString(0)).isEqualTo("local");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"SELEKT * FROM e | line 1:0", "SELECT * FROM e WHERE k ~ 1 | line 1:24"})
    void syntax(String statement, String words) {
        assertThatThrownBy(() -> session.execute(statement))
                .isInstanceOf(SyntaxError.class)
                .hasMessageContaining(words);
        lives();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM nowhere | nowhere",
                "SELECT nothing FROM e | nothing",
                "SELECT * FROM e WHERE v = 1 | ALLOW FILTERING",
                "UPDATE e SET v = 1 WHERE k = 1 | c",
                "INSERT INTO e (k, c) VALUES (1, null) | c",
                "INSERT INTO n (k, c) VALUES (1, 1) | counter",
                "USE no_such_keyspace | no_such_keyspace"
            })
    void invalid(String statement, String words) {
        assertThatThrownBy(() -> session.execute(statement))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining(words);
        lives();
    }

    @Test
    void invalidValues() {
        var insert = session.prepare("INSERT INTO e (k, c, v) VALUES (?, ?, ?)");
        assertThatThrownBy(() -> session.execute(insert.bind(1, null, 1))).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> session.execute(insert.bind().setInt(0, 1))).isInstanceOf(InvalidQueryException.class);
        var tooShort = insert.bind(1, 1, 1).setBytesUnsafe(2, ByteBuffer.wrap(new byte[] {1, 2}));
        assertThatThrownBy(() -> session.execute(tooShort)).isInstanceOf(InvalidQueryException.class);
        lives();
    }

    @Test
    void alreadyExists() {
        assertThatThrownBy(() -> session.execute("CREATE TABLE e (k int PRIMARY KEY)"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining(keyspace + ".e already exists");
        assertThatThrownBy(() -> session.execute("CREATE KEYSPACE " + keyspace
                        + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gc_grace_seconds = -1", "compaction = {'class': 'NoSuchStrategy'}", "caching = {'x': '1'}"})
    void configuration(String option) {
        assertThatThrownBy(() -> session.execute("CREATE TABLE f (k int PRIMARY KEY) WITH " + option))
                .isInstanceOf(InvalidConfigurationInQueryException.class);
    }

    @Test
    void unavailable() {
        for (var query : new String[] {"SELECT v FROM e WHERE k = 1", "INSERT INTO e (k, c) VALUES (1, 1)"}) {
            var failure = catchThrowable(() -> session.execute(
                    SimpleStatement.newInstance(query).setConsistencyLevel(DefaultConsistencyLevel.THREE)));
            // The driver tries the next node first, and there is none.
            assertThat(failure).isInstanceOf(AllNodesFailedException.class);
            var errors = ((AllNodesFailedException) failure)
                    .getAllErrors()
                    .values()
                    .iterator()
                    .next();
            assertThat(errors.getFirst()).isInstanceOf(UnavailableException.class);
            var unavailable = (UnavailableException) errors.getFirst();
            assertThat(unavailable.getConsistencyLevel()).isEqualTo(DefaultConsistencyLevel.THREE);
            assertThat(unavailable.getRequired()).isEqualTo(3);
            assertThat(unavailable.getAlive()).isEqualTo(1);
        }
        lives();
    }

    @Test
    void aBrokenPagingState() {
        // A session of its own, since the server may close the connection.
        try (var other = Server.open("V5")) {
            other.execute("USE " + keyspace);
            var statement = SimpleStatement.newInstance("SELECT * FROM e")
                    .setPagingState(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThatThrownBy(() -> other.execute(statement)).isInstanceOf(ProtocolError.class);
        }
    }

    @Test
    void aVersionThatDoesNotExist() {
        var failure = catchThrowable(() -> Server.open("DSE_V2").close());
        assertThat(failure).isNotNull().isNotInstanceOf(ConnectionInitException.class);
        assertThat(failure).hasMessageContaining("DSE_V2");
    }
}
