package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ManualClock;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// What merges write to the disk, seen from the disk: in any ten seconds it is the rate that is set, within a tenth.
/// Time passes when the throttle waits and, on a disk that is slow, when it works.
final class WriteRateTest {
    private static final double MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000L;

    private final ManualClock clock = TestTable.clock();
    private final MemoryDisk disk = new MemoryDisk(1);
    private final AtomicReference<CompactionScheduler> scheduler = new AtomicReference<>();
    /// What the disk held, whenever it was written to.
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long nanos, double mib) {}

    private double used() {
        return (Long.MAX_VALUE - disk.freeSpace()) / MIB;
    }

    /// @param mibPerSecond that the disk can write
    /// @param sync how long each takes
    private void watch(double mibPerSecond, Duration sync) {
        samples.clear();
        disk.observe(operation -> {
            double used = used();
            double before = samples.isEmpty() ? used : samples.getLast().mib;
            clock.advance(Duration.ofNanos((long) (Math.max(0, used - before) / mibPerSecond * SECOND)));
            if (operation.kind() == Kind.SYNC) {
                clock.advance(sync);
            }
            if (operation.kind() == Kind.WRITE || operation.kind() == Kind.SYNC) {
                samples.add(new Sample(clock.monotonicNanos(), used));
            }
        });
    }

    /// The smallest and the greatest rate of ten seconds, MiB a second.
    private double[] extremes(long from, long to) {
        double least = Double.MAX_VALUE;
        double most = 0;
        int windows = 0;
        for (int i = 0; i < samples.size(); i++) {
            var begin = samples.get(i);
            int j = i;
            while (j < samples.size() - 1 && samples.get(j).nanos - begin.nanos < 10 * SECOND) {
                j++;
            }
            var end = samples.get(j);
            if (begin.nanos < from || end.nanos > to || end.nanos - begin.nanos < 10 * SECOND) {
                continue;
            }
            double rate = (end.mib - begin.mib) * SECOND / (end.nanos - begin.nanos);
            least = Math.min(least, rate);
            most = Math.max(most, rate);
            windows++;
        }
        assertThat(windows).isGreaterThan(3);
        return new double[] {least, most};
    }

    private void holds(double rate, long from, long to) {
        double[] extremes = extremes(from, to);
        assertThat(extremes[0]).isGreaterThan(rate * 0.9);
        assertThat(extremes[1]).isLessThan(rate * 1.1);
    }

    private static void write(TestTable table, int rows, int from, int bytes) throws IOException {
        var random = new SplittableRandom(from);
        var writer = new MutationWriter();
        var value = new byte[bytes];
        for (int k = from; k < from + rows; k++) {
            random.nextBytes(value);
            var metadata = table.metadata();
            writer.reset();
            writer.partition(metadata, TestTable.number(k), 0, 4);
            writer.row(List.of(TestTable.number(0)));
            writer.marker(1000, 0, 0);
            writer.cell(metadata.column("b").orElseThrow().id(), 1000, 0, 0, value, 0, bytes);
            while (!table.engine.isWritable()) {
                Thread.onSpinWait();
            }
            table.engine.apply(writer.finish());
        }
        table.flush();
    }

    private TestTable table(int files, int rows, int bytes) throws IOException {
        var table = TestTable.create(disk, clock, 0, scheduler.get());
        table.alter(old -> old.toBuilder().regular("b", NativeType.BLOB).build());
        table.option("compression", Map.of("enabled", "false"));
        for (int file = 0; file < files; file++) {
            write(table, rows, file * rows, bytes);
        }
        return table;
    }

    private CompactionScheduler scheduler(double mibPerSecond, Throttle.Pause pause) {
        var options = new CompactionOptions(1, (long) (mibPerSecond * MIB), Duration.ofHours(1));
        return new CompactionScheduler(options, clock, CompactionListener.NONE, pause);
    }

    private void advance(long nanos) {
        clock.advance(Duration.ofNanos(nanos));
    }

    /// Large rows; the rate changes in the middle of the merge, up to seven tenths of what the disk can do while
    /// every
    /// sync takes half a second.
    @Test
    void theRateHoldsAndFollowsAChange() throws Exception {
        long changeAt = clock.monotonicNanos() + 1000 * SECOND;
        Throttle.Pause pause = nanos -> {
            advance(nanos);
            if (clock.monotonicNanos() >= changeAt + 20 * SECOND
                    && scheduler.get().throughput() == (long) MIB) {
                scheduler.get().setThroughput((long) (1.4 * MIB));
            }
        };
        scheduler.set(scheduler(1, pause));
        try (var table = table(4, 3000, 4096);
                var running = scheduler.get()) {
            running.setEnabled(TestTable.ID, false);
            clock.advance(Duration.ofNanos(changeAt - clock.monotonicNanos()));
            watch(2, Duration.ofMillis(500));
            running.start();
            running.compact(TestTable.ID);
            disk.observe(operation -> {});
            long end = clock.monotonicNanos() - SECOND;
            assertThat(table.sstables()).hasSize(1);
            holds(1, changeAt, changeAt + 20 * SECOND);
            holds(1.4, changeAt + 21 * SECOND, end);
            assertThat((end - changeAt) / SECOND).isGreaterThan(38);
        }
    }

    /// Tiny rows, of which the index and the filter are a large part that is written at the end.
    @Test
    void indexesAndFiltersCountToo() throws Exception {
        scheduler.set(scheduler(0.1, this::advance));
        try (var table = table(2, 50_000, 10);
                var running = scheduler.get()) {
            running.setEnabled(TestTable.ID, false);
            watch(1000, Duration.ZERO);
            running.start();
            long begin = clock.monotonicNanos();
            var report = running.compact(TestTable.ID).getFirst();
            disk.observe(operation -> {});
            assertThat(table.sstables()).hasSize(1);
            double rate = report.bytesOut() / MIB * SECOND / (clock.monotonicNanos() - begin);
            assertThat(rate).isBetween(0.09, 0.11);
        }
    }
}
