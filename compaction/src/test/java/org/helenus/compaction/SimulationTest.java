package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.compaction.simulation.Machine;
import org.helenus.compaction.simulation.Outcome;
import org.helenus.compaction.simulation.Sample;
import org.helenus.compaction.simulation.Simulation;
import org.helenus.compaction.simulation.Workload;
import org.helenus.compaction.simulation.Workload.Choice;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.CompactionParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// The simulator says what the engine does, and what the books say.
final class SimulationTest {
    private static final Machine INSTANT = new Machine(1, 0, 1000, 7);

    private static CompactionParams params(String strategy, String... options) {
        var map = new TreeMap<String, String>();
        map.put("class", strategy + "CompactionStrategy");
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return CompactionParams.parse(map);
    }

    /// `flushes` of a MiB, one a second, of new keys, or of `keys` written over and over.
    private static Workload workload(int flushes, long keys) {
        return new Workload(
                Duration.ofSeconds(flushes),
                1024,
                1024,
                keys,
                keys > 0 ? 1 : 0,
                0,
                Choice.UNIFORM,
                Duration.ZERO,
                Duration.ofDays(10),
                1 << 20);
    }

    private static Outcome simulate(Workload workload, CompactionParams params) {
        return new Simulation("t", workload, params, INSTANT).run();
    }

    // ---- the books

    /// Each byte is written once by its flush, and once more for each tier that it passes.
    @Test
    void sizeTiersRewriteEachByteOncePerTier() {
        for (int tiers = 1; tiers <= 4; tiers++) {
            var workload = workload((int) Math.pow(4, tiers), 0);
            double tiered = simulate(workload, params("SizeTiered", "min_sstable_size", "0"))
                    .writeAmplification();
            assertThat(tiered).as("size-tiered, %s", tiers).isCloseTo(1 + tiers, withPercentage(15));
            double unified = simulate(
                            workload, params("Unified", "scaling_parameters", "T4", "flush_size_override", "1MiB"))
                    .writeAmplification();
            assertThat(unified).as("unified, %s", tiers).isCloseTo(1 + tiers, withPercentage(15));
        }
    }

    /// A level is rewritten with each file that comes to it, until it is full: (2 + 3 + … + f) ÷ f for each.
    @Test
    void levelsOfUnifiedCompactionRewriteHalfTheirFanOut() {
        for (int fanOut : new int[] {4, 8}) {
            double level = (fanOut * (fanOut + 1) / 2.0 - 1) / fanOut;
            for (int levels = 1; levels <= 2; levels++) {
                var workload = workload((int) Math.pow(fanOut, levels), 0);
                double simulated = simulate(
                                workload,
                                params("Unified", "scaling_parameters", "L" + fanOut, "flush_size_override", "1MiB"))
                        .writeAmplification();
                assertThat(simulated)
                        .as("L%s, %s levels", fanOut, levels)
                        .isCloseTo(1 + levels * level, withPercentage(15));
            }
        }
    }

    /// What leaves L0 meets all of L1; what sinks from there, the part of the level below that shares its keys,
    /// and what
    /// was overwritten in L1 sinks no deeper.
    @Test
    void levelsRewriteWhatTheySinkInto() {
        int rows = 250;
        for (int keys : new int[] {8_000, 12_000}) {
            var workload = new Workload(
                    Duration.ofSeconds(192),
                    rows,
                    1024,
                    keys,
                    1,
                    0,
                    Choice.UNIFORM,
                    Duration.ZERO,
                    Duration.ofDays(10),
                    rows * 1024L);
            double simulated = simulate(workload, params("Leveled", "sstable_size_in_mb", "1", "fanout_size", "4"))
                    .writeAmplification();
            double all = keys / 1024.0; // MiB
            double first = 4;
            double batch = 5 * rows / 1024.0; // the fewest flushes that are more than one file
            double formula = 1 + (1 + first / batch) + (1 - first / all) * (1 + all / first);
            assertThat(simulated).as("%s keys", keys).isCloseTo(formula, withPercentage(15));
        }
    }

    /// A window's flushes pass its tiers, then become one file when the window is past.
    @Test
    void timeWindowsRewriteWithinTheirWindow() {
        var workload = workload(16 * 60, 0);
        double simulated = simulate(
                        workload,
                        params("TimeWindow", "compaction_window_unit", "MINUTES", "compaction_window_size", "1"))
                .writeAmplification();
        // 60 flushes a window: below min_sstable_size they all share a bucket, so 4, 4 + 3, … each time three
        // more
        var files = new ArrayList<Double>();
        double written = 0;
        for (int flush = 0; flush < 60; flush++) {
            files.add(1.0);
            if (files.stream().filter(size -> size < 50).count() >= 4) {
                double sum = files.stream()
                        .filter(size -> size < 50)
                        .mapToDouble(size -> size)
                        .sum();
                files.removeIf(size -> size < 50);
                files.add(sum);
                written += sum;
            }
        }
        written += files.size() > 1 ? 60 : 0;
        assertThat(simulated).isCloseTo(1 + written / 60, withPercentage(15));
    }

    @Test
    void fifoWritesNothingTwiceAndKeepsItsBound() {
        var outcome = simulate(workload(100, 0), params("FIFO", "max_table_size", "10MiB"));
        assertThat(outcome.writeAmplification()).isEqualTo(1);
        assertThat(outcome.droppedFiles()).isBetween(90, 91);
        assertThat(outcome.samples().getLast().bytes()).isLessThanOrEqualTo(10 << 20);
    }

    /// In a full tree of levels a reader asks about one file of each, and nearly all bytes are the last level's.
    @Test
    void levelsKeepSpaceAndReadsSmall() {
        var options = params("Leveled", "sstable_size_in_mb", "1", "fanout_size", "4");
        var outcome = simulate(workload(400, 32_000), options);
        Sample end = outcome.samples().getLast();
        assertThat(end.spaceAmplification()).isBetween(1.0, 1.7);
        assertThat(end.readAmplification()).isBetween(1.0, 6.0);
        var tiers = simulate(workload(400, 32_000), params("SizeTiered", "min_sstable_size", "0"));
        assertThat(tiers.writeAmplification()).isLessThan(outcome.writeAmplification());
        assertThat(tiers.greatest(Sample::spaceAmplification)).isGreaterThan(end.spaceAmplification());
    }

    /// A slow machine gathers debt while the writes last, and works it off afterwards.
    @Test
    void debtGrowsWhereMergesAreTooSlow() {
        var slow = new Machine(1, 1 << 20, 500, 7);
        var outcome = new Simulation("t", workload(200, 0), params("SizeTiered"), slow).run();
        assertThat(outcome.greatest(Sample::debtBytes)).isGreaterThan(50 << 20);
        assertThat(outcome.samples().getLast().debtBytes()).isZero();
        assertThat(outcome.samples().getLast().pendingTasks()).isZero();
        var fast = new Simulation("t", workload(200, 0), params("SizeTiered"), INSTANT).run();
        assertThat(fast.greatest(Sample::debtBytes)).isZero();
    }

    /// What has expired goes, by whole files where windows keep it together.
    @Test
    void expiredRowsGo() {
        var workload = new Workload(
                Duration.ofSeconds(1800),
                1024,
                1024,
                0,
                0,
                0,
                Choice.UNIFORM,
                Duration.ofMinutes(5),
                Duration.ZERO,
                1 << 20);
        var outcome = simulate(
                workload,
                params(
                        "TimeWindow",
                        "compaction_window_unit",
                        "MINUTES",
                        "compaction_window_size",
                        "1",
                        "expired_sstable_check_frequency_seconds",
                        "60"));
        assertThat(outcome.droppedFiles()).isGreaterThan(15);
        assertThat(outcome.greatest(Sample::bytes)).isLessThan(800 << 20);
    }

    @Test
    void theSameSeedGivesTheSameAnswer() {
        var workload = workload(50, 5000);
        assertThat(simulate(workload, params("Unified"))).isEqualTo(simulate(workload, params("Unified")));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> workload(0, 0)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new Machine(0, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- the engine

    private static final int ROWS = 250;
    private static final int FLUSHES = 48;

    /// What the engine writes for a workload, each flush merged before the next comes.
    private static double measured(Map<String, String> options, int keys) throws Exception {
        var merged = new AtomicLong();
        var listener = new CompactionListener() {
            @Override
            public void completed(CompactionReport report) {
                merged.addAndGet(report.reason() == CompactionTask.Reason.LEVEL_CHANGE ? 0 : report.bytesOut());
            }
        };
        var clock = TestTable.clock();
        var random = new SplittableRandom(11);
        long flushed = 0;
        try (var scheduler = new CompactionScheduler(
                        new CompactionOptions(1, 0, Duration.ofHours(1)), clock, listener, nanos -> {});
                var table = TestTable.create(new MemoryDisk(1), clock, 864_000, scheduler)) {
            table.alter(old -> old.toBuilder().regular("b", NativeType.BLOB).build());
            table.option("compression", Map.of("enabled", "false"));
            table.option("compaction", options);
            scheduler.start();
            clock.advance(Duration.ofSeconds(20)); // to the beginning of a minute
            int next = 0;
            for (int flush = 0; flush < FLUSHES; flush++) {
                for (int row = 0; row < ROWS; row++) {
                    clock.advance(Duration.ofMillis(4));
                    write(table, keys == 0 ? next++ : random.nextInt(keys), random);
                }
                scheduler.pause(); // so that the file can be looked at
                flushed += table.flushed().sizeBytes();
                scheduler.resume();
                scheduler.awaitIdle();
            }
            scheduler.review();
            scheduler.awaitIdle();
            return (double) (flushed + merged.get()) / flushed;
        }
    }

    /// What a row takes on disk, the file's head and tail shared by all.
    private static int rowBytes() throws Exception {
        try (var table = TestTable.create(new MemoryDisk(1), 864_000, org.helenus.storage.StorageListener.NONE)) {
            table.alter(old -> old.toBuilder().regular("b", NativeType.BLOB).build());
            table.option("compression", Map.of("enabled", "false"));
            for (int row = 0; row < ROWS; row++) {
                write(table, row, new SplittableRandom(row));
            }
            return (int) (table.flushed().sizeBytes() / ROWS);
        }
    }

    private static void write(TestTable table, int k, SplittableRandom random) throws Exception {
        TableMetadata metadata = table.metadata();
        var value = new byte[1000];
        random.nextBytes(value);
        var writer = new MutationWriter();
        writer.partition(metadata, TestTable.number(k), 0, 4);
        writer.row(List.of(TestTable.number(0)));
        long micros = table.clock.wallMicros();
        writer.marker(micros, 0, 0);
        writer.cell(metadata.column("b").orElseThrow().id(), micros, 0, 0, value, 0, value.length);
        while (!table.engine.isWritable()) {
            Thread.onSpinWait(); // the log catches up
        }
        table.engine.apply(writer.finish());
    }

    @Test
    void saysWhatTheEngineDoes() throws Exception {
        int rowBytes = rowBytes();
        for (int keys : new int[] {0, 3000}) {
            var workload = new Workload(
                    Duration.ofSeconds(FLUSHES),
                    ROWS,
                    rowBytes,
                    keys,
                    keys > 0 ? 1 : 0,
                    0,
                    Choice.UNIFORM,
                    Duration.ZERO,
                    Duration.ofDays(10),
                    (long) ROWS * rowBytes);
            for (CompactionParams params : List.of(
                    params("SizeTiered"),
                    params("SizeTiered", "min_sstable_size", "0"),
                    params("Leveled", "sstable_size_in_mb", "1", "fanout_size", "4"),
                    params("TimeWindow", "compaction_window_unit", "MINUTES"),
                    params("Unified", "target_sstable_size", "1MiB"),
                    params("Unified", "scaling_parameters", "L4", "target_sstable_size", "1MiB"))) {
                double engine = measured(params.toMap(), keys);
                double simulated = simulate(workload, params).writeAmplification();
                assertThat(simulated).as("%s, %s keys", params, keys).isCloseTo(engine, within(0.1 * engine));
            }
        }
    }
}
