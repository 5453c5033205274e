package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.helenus.compaction.CompactionStrategy.State;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Every workload of a few steps, among them merges that purge at once, with the power lost at every operation of the
/// disk: what is there afterwards is what was there before the step or after it, and a merge changes nothing of it.
/// What is merged, each strategy chooses.
final class WorkloadsCrashTest {
    private enum Step {
        INSERT,
        UPDATE,
        EXPIRE,
        DELETE_ROW,
        DELETE_RANGE,
        DELETE_PARTITION,
        FLUSH,
        COMPACT,
        COMPACT_SOME,
        TRUNCATE,
        RESTART
    }

    /// What a crash left while step `index` was done.
    private record Image(MemoryDisk disk, int index) {}

    private final ConcurrentLinkedQueue<Image> images = new ConcurrentLinkedQueue<>();
    private final List<String> rows = new ArrayList<>();
    private MemoryDisk disk;
    private TestTable table;
    private long time;
    private int states;
    private long merges;

    /// One strategy after the other.
    @Test
    void pairs(TestReporter reporter) throws IOException {
        for (int number = 0; number < count(2); number++) {
            run(2, number, LiveSwitchTest.STRATEGIES.get(number % LiveSwitchTest.STRATEGIES.size()));
        }
        report(reporter);
        assertThat(states).isGreaterThan(2_000);
    }

    @Nightly
    @Test
    void triples(TestReporter reporter) throws IOException {
        for (var strategy : LiveSwitchTest.STRATEGIES) {
            for (int number = 0; number < count(3); number++) {
                run(3, number, strategy);
            }
            report(reporter);
        }
        assertThat(states).isGreaterThan(250_000);
    }

    private void report(TestReporter reporter) {
        reporter.publishEntry("crash states, merges", states + ", " + merges);
    }

    private static int count(int length) {
        return Math.powExact(Step.values().length, length);
    }

    private void run(int length, int number, Map<String, String> strategy) {
        int kinds = Step.values().length;
        var steps = new ArrayList<Step>();
        for (int rest = number, i = 0; i < length; i++, rest /= kinds) {
            steps.add(Step.values()[rest % kinds]);
        }
        try {
            run(steps, number, strategy);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(steps + ", " + strategy + ": " + e.getMessage(), e);
        }
    }

    private void run(List<Step> steps, long seed, Map<String, String> strategy) throws IOException {
        images.clear();
        rows.clear();
        time = 100;
        disk = new MemoryDisk(seed);
        table = TestTable.create(disk, 0, StorageListener.NONE);
        table.option("compaction", strategy);
        try {
            prepare();
            rows.add(table.rows());
            for (int i = 0; i < steps.size(); i++) {
                watch(i);
                act(steps.get(i));
                disk.observe(operation -> {});
                // Deletions are old enough to go, and what expires has expired.
                table.clock.advance(Duration.ofSeconds(2));
                rows.add(table.rows());
            }
        } finally {
            table.close();
        }
        for (var image : images) {
            check(image, table.clock.wallMicros());
        }
    }

    /// Rows in two files and in memory, some deleted.
    private void prepare() throws IOException {
        for (int c = 0; c < 6; c++) {
            table.insert(1, c, c, time++);
        }
        table.insert(2, 1, 1, time++);
        table.flush();
        table.deleteRow(1, 1, time++);
        table.deleteRange(1, 3, 5, time++);
        table.flush();
        table.insert(1, 3, 33, time++);
        table.awaitDurable();
        table.clock.advance(Duration.ofSeconds(2));
    }

    private void watch(int index) {
        disk.observe(operation -> {
            if (operation.kind().changesDisk()) {
                images.add(new Image(disk.crash(2 * operation.index()), index));
                images.add(new Image(disk.crash(2 * operation.index() + 1), index));
            }
        });
    }

    private void act(Step step) throws IOException {
        time++;
        switch (step) {
            case INSERT -> table.insert(1, 3, 7, time);
            case UPDATE -> table.update(2, 1, "w", 8, time);
            case EXPIRE -> table.insert(1, 2, 9, time, 1);
            case DELETE_ROW -> table.deleteRow(1, 3, time);
            case DELETE_RANGE -> table.deleteRange(1, 0, 3, time);
            case DELETE_PARTITION -> table.deletePartition(1, time);
            case FLUSH -> table.flush();
            case COMPACT -> mergeAll(table);
            case COMPACT_SOME -> mergeDue(table);
            case TRUNCATE -> table.engine.truncate(TestTable.ID);
            case RESTART -> {
                table.close();
                table = TestTable.open(disk, table.clock, StorageListener.NONE);
            }
        }
        table.awaitDurable();
    }

    /// What somebody orders who wants all of it merged.
    private void mergeAll(TestTable in) throws IOException {
        merge(in, Strategies.of(in.metadata(), false).major(live(in)));
    }

    /// What the strategy finds due.
    private void mergeDue(TestTable in) throws IOException {
        merge(
                in,
                Strategies.of(in.metadata(), false).pick(live(in), State.EMPTY).tasks());
    }

    private void merge(TestTable in, List<CompactionTask> tasks) throws IOException {
        for (var task : tasks) {
            new Compactor(in.clock, new Throttle(in.clock, nanos -> {}, 0)).run(in.store(), task, () -> false);
            merges++;
        }
    }

    private static LiveSet live(TestTable in) {
        try (var files = in.store().sstables()) {
            return LiveSets.of(files.all(), in.metadata(), files.minMemtableTimestamp(), in.clock.wallMicros() / 1_000);
        }
    }

    private void check(Image image, long wallMicros) throws IOException {
        states++;
        try (var left = TestTable.open(image.disk, new ManualClock(wallMicros), StorageListener.NONE)) {
            String shown = left.rows();
            assertThat(shown).isIn(rows.get(image.index), rows.get(image.index + 1));
            mergeDue(left);
            assertThat(left.rows()).isEqualTo(shown);
            mergeAll(left);
            assertThat(left.rows()).isEqualTo(shown);
            left.flush();
            mergeAll(left);
            assertThat(left.rows()).isEqualTo(shown);
        }
    }
}
