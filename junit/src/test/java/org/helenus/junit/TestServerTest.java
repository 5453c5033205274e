package org.helenus.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.helenus.server.VirtualClock;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestServerTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesNothingBehind(boolean onDisk) throws Exception {
        var before = threads();
        var directories = directories();
        int port;
        var clock = VirtualClock.standingAt(Instant.EPOCH);
        try (var server = TestServer.start(Settings.DEFAULTS, onDisk, clock, "CREATE TABLE t (k int PRIMARY KEY)")) {
            var keyspace = server.createKeyspace("test");
            try (var session = server.connect(keyspace)) {
                session.session().execute("INSERT INTO t (k) VALUES (1)");
            }
            port = server.address().getPort();
            assertThat(directories()).hasSize(directories.size() + (onDisk ? 1 : 0));
        }
        assertThat(directories()).isEqualTo(directories);
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        var left = new HashSet<>(threads());
        left.removeAll(before);
        for (var thread : left) {
            thread.join(20_000); // the driver's last ones are on their way out
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /// Those of the JVM and of libraries that keep one for the process's life are not of a server.
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("globalEventExecutor")
                        && !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .collect(Collectors.toSet());
    }

    private static Set<String> directories() throws IOException {
        var names = Path.of(System.getProperty("java.io.tmpdir")).toFile().list();
        assertThat(names).isNotNull();
        return Set.of(names).stream()
                .filter(name -> name.startsWith("helenus-test-"))
                .collect(Collectors.toSet());
    }

    @Test
    void aSettingThatIsWrongIsNamedWhereItIsGiven() {
        assertThatThrownBy(() ->
                        HelenusExtension.builder().settings("tombstone_warn: 1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tombstone_warn");
        assertThat(KnownSettings.AUTO_SNAPSHOT).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OrdersTest keepsOrders | orderstest_keepsorders_7",
                "Größe x | gr_e_x_7",
                "1st test | t_1st_test_7",
                "'' | t__7",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz | abcdefghijklmnopqrstuvwxyzabcdefghij_7"
            })
    void namesNeedNoQuotesAndAreShortEnough(String wish, String name) {
        assertThat(TestServer.name(wish, 7)).isEqualTo(name).matches("[a-z][a-z0-9_]{0,47}");
    }
}
