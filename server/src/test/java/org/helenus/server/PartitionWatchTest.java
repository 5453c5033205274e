package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;
import org.helenus.server.config.Settings;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the log tells of partitions beyond the guardrails, once their files are written.
final class PartitionWatchTest {
    private final MemoryDisk disk = new MemoryDisk(3);
    private final Logger logger = (Logger) LoggerFactory.getLogger(EngineNews.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private static Settings settings() throws ConfigException {
        return ConfigFile.parse("""
                partition_size_warn_threshold: 1KiB
                partition_size_fail_threshold: 100KiB
                partition_tombstones_warn_threshold: 2
                partition_tombstones_fail_threshold: 5
                """, "test.yaml");
    }

    private HelenusServer start() throws Exception {
        return HelenusServer.builder().settings(settings()).disk(disk).port(0).start();
    }

    /// What was told of table `k.t` since the last time, without the file's name.
    private List<String> told() {
        var texts = log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .filter(text -> text.contains(" k.t:"))
                .map(text -> text.replaceAll(" on sstable \\S+\\.sst ", " on sstable FILE "))
                .sorted()
                .toList();
        log.list.clear();
        return texts;
    }

    @Test
    void largePartitionsAndManyTombstonesAreToldOnceTheirFileIsWritten() throws Exception {
        try (var server = start();
                var client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()))) {
            client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            client.query("CREATE TABLE k.t (p text, q int, c int, v text, PRIMARY KEY ((p, q), c))");
            client.query("INSERT INTO k.t (p, q, c, v) VALUES ('small', 1, 1, 'x')");
            client.query("INSERT INTO k.t (p, q, c, v) VALUES ('large', 2, 1, '" + "x".repeat(2_000) + "')");
            for (int c = 0; c < 3; c++) {
                client.query("DELETE FROM k.t WHERE p = 'rows' AND q = 3 AND c = " + c);
            }
            assertThat(told()).isEmpty();
            server.flush("k", "t");
            assertThat(told())
                    .satisfiesExactly(
                            text -> assertThat(text)
                                    .matches("WARN Guardrail partition_size violated: Partition k\\.t:large:2 on"
                                            + " sstable FILE has size 20\\d\\d, this exceeds the warning threshold of"
                                            + " 1024\\. Too large partitions can cause performance problems\\."),
                            text -> assertThat(text)
                                    .isEqualTo("WARN Guardrail partition_tombstones violated: Partition k.t:rows:3 on"
                                            + " sstable FILE has 3 tombstones, this exceeds the warning threshold of 2."
                                            + " Partitions with too many tombstones can cause performance problems."));
            for (int c = 0; c < 6; c++) {
                client.query(
                        "DELETE FROM k.t WHERE p = 'ranges' AND q = 4 AND c > " + 10 * c + " AND c < " + (10 * c + 5));
            }
            server.flush("k", "t");
            assertThat(told())
                    .containsExactly("ERROR Guardrail partition_tombstones violated: Partition k.t:ranges:4 on sstable"
                            + " FILE has 6 tombstones, this exceeds the failure threshold of 5. Partitions with too"
                            + " many tombstones can cause performance problems.");
            server.compact("k", "t");
            assertThat(told()).hasSize(2);
        }
        told();
        try (var _ = start()) {
            assertThat(told()).isEmpty();
        }
    }
}
