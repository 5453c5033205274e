package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.junit.jupiter.api.Test;

/// What an archive kept is applied to another data directory.
final class LogRestoreTest {
    private static final StorageOptions ARCHIVING =
            TestEngine.OPTIONS.withCommitLog(TestEngine.OPTIONS.commitLog().withArchive("kept"));

    @Test
    void anArchiveIsAppliedUpToAPointInTime() throws IOException {
        var disk = archived();
        assertThat(disk.list("kept")).hasSizeGreaterThan(1);

        var engine = TestEngine.created(copy(disk), TestEngine.table(TestEngine.T, "t"));
        var result = LogRestore.run(engine, "kept", 40);
        assertThat(TestEngine.rows(engine, TestEngine.T)).isEqualTo(expected(40));
        assertThat(result.applied()).isEqualTo(40);
        assertThat(result.later()).isPositive();
        assertThat(result.unknown()).as("the other table's").isEqualTo(1);
        assertThat(result.notices()).isEmpty();
        // Again, and further: what is there does not change.
        LogRestore.run(engine, "kept", 60);
        assertThat(TestEngine.rows(engine, TestEngine.T)).isEqualTo(expected(60));
    }

    @Test
    void whatIsMissingOrTornIsTold() throws IOException {
        var left = copy(archived());
        String middle = "kept/" + left.list("kept").get(1);
        left.flipBit("kept/" + left.list("kept").getFirst(), 8 * 3000);
        left.delete(middle);
        var engine = TestEngine.created(left, TestEngine.table(TestEngine.T, "t"));
        var result = LogRestore.run(engine, "kept", Long.MAX_VALUE);
        assertThat(result.notices())
                .hasSize(2)
                .anyMatch(line -> line.matches("kept/commitlog-0+1.log has no whole record at byte \\d+"))
                .contains("the segments from 2 to 2 are missing");
        assertThat(result.applied()).isPositive();
    }

    /// Rows 1 … 300 with their number as timestamp, all flushed, so that the log has let them go; and row 3 deleted
    /// at time 50.
    private static MemoryDisk archived() throws IOException {
        var disk = new MemoryDisk(1);
        var engine = TestEngine.created(
                disk, ARCHIVING, TestEngine.table(TestEngine.T, "t"), TestEngine.table(TestEngine.U, "u"));
        TestEngine.put(engine, TestEngine.U, 1, "other", 1);
        for (int i = 1; i <= 300; i++) {
            TestEngine.put(engine, TestEngine.T, i, "v" + "x".repeat(1000), i);
            if (i == 50) {
                TestEngine.deletePartition(engine, TestEngine.T, 3, 50);
            }
        }
        engine.drain();
        engine.close();
        return disk;
    }

    private static String expected(int until) {
        var rows = new TreeMap<Integer, String>();
        for (int i = 1; i <= until; i++) {
            if (i != 3 || until < 50) {
                rows.put(i, "v" + "x".repeat(1000));
            }
        }
        return rows.toString();
    }

    private static MemoryDisk copy(MemoryDisk from) throws IOException {
        var to = new MemoryDisk(2);
        to.createDirectories("kept");
        for (String name : from.list("kept")) {
            try (var in = from.open("kept/" + name, OpenMode.READ);
                    var out = to.open("kept/" + name, OpenMode.CREATE_NEW)) {
                var bytes = ByteBuffer.allocate((int) in.size());
                in.readFully(0, bytes);
                out.write(0, bytes.flip());
            }
        }
        return to;
    }
}
