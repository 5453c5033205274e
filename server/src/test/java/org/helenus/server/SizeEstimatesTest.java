package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.client.Page;
import org.junit.jupiter.api.Test;

/// What bulk tools plan their splits by.
class SizeEstimatesTest {
    private static final int PARTITIONS = 200;
    private static final int ROWS = 5;
    private static final int VALUE_BYTES = 100;

    @Test
    void tellHowManyPartitionsThereAreAndHowLarge() throws IOException {
        try (var server = HelenusServer.builder().inMemory().port(0).start();
                var client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()))) {
            client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            client.query("CREATE TABLE k.t (p int, c int, v text, PRIMARY KEY (p, c))");
            assertThat(estimate(client, "size_estimates")).containsExactly(List.of(0L, 0L));
            fill(client);
            assertThat(estimate(client, "size_estimates")).hasSize(1).allSatisfy(SizeEstimatesTest::isRight);
            server.flush("k", "t");
            assertThat(estimate(client, "size_estimates")).hasSize(1).allSatisfy(SizeEstimatesTest::isRight);
            // for the primary ranges, and for those primary in the data centre
            assertThat(estimate(client, "table_estimates")).hasSize(2).allSatisfy(SizeEstimatesTest::isRight);
        }
    }

    private static void fill(CqlConnection client) throws IOException {
        for (int p = 0; p < PARTITIONS; p++) {
            for (int c = 0; c < ROWS; c++) {
                client.query("INSERT INTO k.t (p, c, v) VALUES (" + p + ", " + c + ", '"
                        + Integer.toString(p % 10).repeat(VALUE_BYTES) + "')");
            }
        }
    }

    private static void isRight(List<Long> estimate) {
        assertThat(estimate.get(0)).as("partitions").isEqualTo(PARTITIONS);
        assertThat(estimate.get(1)).as("bytes of one").isBetween((long) ROWS * VALUE_BYTES, ROWS * VALUE_BYTES * 4L);
    }

    /// Partitions, and the bytes of one, of each row.
    private static List<List<Long>> estimate(CqlConnection client, String table) throws IOException {
        var answer = client.rows("SELECT partitions_count, mean_partition_size FROM system." + table
                + " WHERE keyspace_name = 'k' AND table_name = 't'");
        var rows = new ArrayList<List<Long>>();
        for (int i = 0; i < answer.rowCount(); i++) {
            rows.add(List.of(number(answer, i, 0), number(answer, i, 1)));
        }
        return rows;
    }

    private static long number(Page answer, int row, int column) {
        return ByteBuffer.wrap(answer.value(row, column).orElseThrow()).getLong();
    }
}
