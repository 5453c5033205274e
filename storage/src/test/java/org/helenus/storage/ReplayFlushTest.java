package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// A log that holds more than memory may: the replay writes files before it has read all.
final class ReplayFlushTest {
    private static final StorageOptions LARGE = TestEngine.OPTIONS.withCommitLog(new CommitLogOptions(
            SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 1 << 14, 1 << 12, 1 << 18));
    private static final StorageOptions SMALL = LARGE.withMemtableBytes(1 << 16);

    /// A deletion is logged, in a later segment an older write that it hides, and behind that more than memory
    /// holds. The replay brings the deletion to a file, the segment with it goes, a compaction forgets the
    /// deletion,
    /// since nothing is left that it hides: then no later start may replay the write.
    @Test
    void aDeletedRowDoesNotComeBackWhenItsDeletionIsPurgedAfterTheReplay() throws IOException {
        int purged = 0;
        for (int behind = 0; behind < 60; behind += 2) {
            var disk = new MemoryDisk(behind);
            var engine = TestEngine.created(
                    disk, LARGE, TestEngine.table(TestEngine.T, "t"), TestEngine.table(TestEngine.U, "u"));
            TestEngine.deletePartition(engine, TestEngine.U, 1, 20);
            fill(engine, 20);
            TestEngine.put(engine, TestEngine.U, 1, "deleted", 10);
            fill(engine, behind);

            var left = disk.processDeath();
            var again = TestEngine.open(left, SMALL);
            assertThat(TestEngine.rows(again, TestEngine.U)).isEqualTo("{}");
            purged += purge(again) ? 1 : 0;
            assertThat(TestEngine.rows(again, TestEngine.U)).isEqualTo("{}");

            var after = left.crash(behind);
            assertThat(TestEngine.rows(TestEngine.open(after, LARGE), TestEngine.U))
                    .as("%d rows behind", behind)
                    .isEqualTo("{}");
        }
        assertThat(purged).as("how often there was something to purge").isGreaterThan(3);
    }

    private static void fill(StorageEngine engine, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            TestEngine.put(engine, TestEngine.T, 1000 + i, "x".repeat(1000), 100 + i);
        }
    }

    /// What a compaction does that finds the deletion old enough and nothing in memory that it may hide.
    private static boolean purge(StorageEngine engine) throws IOException {
        var table = engine.table(TestEngine.U);
        var inputs = new ArrayList<SSTable>();
        try (var live = table.sstables()) {
            if (live.all().isEmpty() || live.minMemtableTimestamp() <= 20) {
                return false;
            }
            live.all().forEach(file -> inputs.add(file.sstable()));
            return table.replace(inputs, List.of());
        }
    }
}
