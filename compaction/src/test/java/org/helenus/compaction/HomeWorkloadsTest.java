package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// Each strategy on the workload that it is made for, on the engine itself, against its formula: the tables of
/// `docs/compaction.md`. `-Dprint=true` prints them.
final class HomeWorkloadsTest {
    /// @param write amplification: bytes written by flushes and merges for each byte flushed
    /// @param read amplification: files over a key, mean over time
    /// @param space amplification: bytes on disk for each byte that is left when all is merged, mean over time
    private record Measured(double write, double read, double space, int dropped) {}

    /// @param rows of a flush, of 1 KiB
    /// @param keys written over and over; 0: each once
    /// @param seconds between two flushes
    private record Load(int flushes, int rows, int keys, int ttl, int seconds) {}

    private static Measured measure(Map<String, String> options, Load load) throws Exception {
        var merged = new AtomicLong();
        var dropped = new AtomicInteger();
        var listener = new CompactionListener() {
            @Override
            public void completed(CompactionReport report) {
                merged.addAndGet(report.bytesRead() == 0 ? 0 : report.bytesOut());
                dropped.addAndGet(report.expired().size());
            }
        };
        var clock = TestTable.clock();
        var random = new SplittableRandom(11);
        var compaction = new CompactionOptions(1, 0, Duration.ofHours(1));
        try (var scheduler = new CompactionScheduler(compaction, clock, listener, nanos -> {});
                var table = TestTable.create(new MemoryDisk(1), clock, 0, scheduler)) {
            table.alter(old -> old.toBuilder().regular("b", NativeType.BLOB).build());
            table.option("compression", Map.of("enabled", "false"));
            table.option("compaction", options);
            scheduler.start();
            clock.advance(Duration.ofSeconds(20)); // to the beginning of a minute
            long flushed = 0;
            double read = 0;
            double bytes = 0;
            int key = 0;
            for (int flush = 0; flush < load.flushes; flush++) {
                for (int row = 0; row < load.rows; row++) {
                    clock.advance(Duration.ofNanos(load.seconds * 1_000_000_000L / load.rows));
                    write(table, load.keys == 0 ? key++ : random.nextInt(load.keys), load.ttl, random);
                }
                scheduler.pause();
                flushed += table.flushed().sizeBytes();
                scheduler.resume();
                scheduler.awaitIdle();
                if (flush >= load.flushes / 2) { // the table has its size
                    read += filesOverAPlace(table);
                    bytes += bytes(table);
                }
            }
            int samples = load.flushes - load.flushes / 2;
            long written = flushed + merged.get();
            return new Measured(
                    (double) written / flushed,
                    read / samples,
                    bytes / samples / seen(load, table, scheduler, bytes / samples, flushed / load.flushes),
                    dropped.get());
        }
    }

    /// Bytes that a reader can see: all that is left of overwrites in one file; of rows that expire those of the
    /// last
    /// seconds; else everything.
    private static double seen(Load load, TestTable table, CompactionScheduler scheduler, double all, double flushBytes)
            throws Exception {
        if (load.keys > 0) {
            scheduler.compact(TestTable.ID);
            return bytes(table);
        }
        return load.ttl == 0 ? all : flushBytes * load.ttl / load.seconds;
    }

    private static long bytes(TestTable table) {
        return table.sstables().stream().mapToLong(SSTable::sizeBytes).sum();
    }

    private static double filesOverAPlace(TestTable table) {
        double over = 0;
        for (SSTable file : table.sstables()) {
            over += RingSpan.of(file.statistics().range()).width();
        }
        return over;
    }

    private static void write(TestTable table, int k, int ttl, SplittableRandom random) throws Exception {
        var metadata = table.metadata();
        var value = new byte[1000];
        random.nextBytes(value);
        var writer = new MutationWriter();
        writer.partition(metadata, TestTable.number(k), 0, 4);
        writer.row(List.of(TestTable.number(0)));
        long micros = table.clock.wallMicros();
        long expiry = ttl == 0 ? 0 : table.clock.wallSeconds() + ttl;
        writer.marker(micros, ttl, expiry);
        writer.cell(metadata.column("b").orElseThrow().id(), micros, ttl, expiry, value, 0, value.length);
        while (!table.engine.isWritable()) {
            Thread.onSpinWait(); // the log catches up
        }
        table.engine.apply(writer.finish());
    }

    /// What the books say; each of the three holds within 15 %.
    private record Formula(double write, double read, double space) {}

    private static void check(String name, Measured measured, Formula formula) {
        if (Boolean.getBoolean("print")) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    name,
                    measured.write,
                    formula.write,
                    measured.read,
                    formula.read,
                    measured.space,
                    formula.space);
        }
        assertThat(measured.write).as("%s: write", name).isCloseTo(formula.write, FIFTEEN);
        assertThat(measured.read).as("%s: read", name).isCloseTo(formula.read, FIFTEEN);
        assertThat(measured.space).as("%s: space", name).isCloseTo(formula.space, FIFTEEN);
    }

    private static final Percentage FIFTEEN = Percentage.withPercentage(15);

    /// Files in all tiers, mean over the second half of the flushes: after n flushes the digits of n to the base
    /// of the
    /// fan-out say how many each tier has.
    private static double filesInTiers(int flushes, int fanOut) {
        double files = 0;
        for (int n = flushes / 2 + 1; n <= flushes; n++) {
            for (int rest = n; rest > 0; rest /= fanOut) {
                files += rest % fanOut;
            }
        }
        return files / (flushes - flushes / 2);
    }

    /// Levels that hold anything, likewise.
    private static double filledLevels(int flushes, int fanOut) {
        double levels = 0;
        for (int n = flushes / 2 + 1; n <= flushes; n++) {
            for (int rest = n; rest > 0; rest /= fanOut) {
                levels += rest % fanOut > 0 ? 1 : 0;
            }
        }
        return levels / (flushes - flushes / 2);
    }

    /// Different keys among so many that were chosen at random.
    private static double distinct(double chosen, double keys) {
        return keys * -Math.expm1(-chosen / keys);
    }

    @Test
    void sizeTiersForInserts() throws Exception {
        var measured = measure(
                Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "0"), new Load(64, 250, 0, 0, 1));
        check("STCS, 64 flushes of new rows", measured, new Formula(1 + 3, filesInTiers(64, 4), 1)); // log₄ 64 tiers
    }

    @Test
    void levelsForOverwrites() throws Exception {
        var measured = measure(
                Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "1", "fanout_size", "4"),
                new Load(192, 250, 8_000, 0, 1));
        double all = 8;
        double first = 4; // MiB of L1; of what comes there, that share of the keys is overwritten and goes no deeper
        double batch = 1.25; // what leaves L0: five flushes, the first that are more than one file
        double write = 1 + (1 + first / batch) + (1 - first / all) * (1 + all / first);
        double inL0 = 4 / 5.0; // files: one, into which the flushes of a batch are merged, and none after the last
        check(
                "LCS (fan-out 4), 192 flushes over 8 000 rows",
                measured,
                new Formula(write, inL0 + 2, 1 + (first + batch / 2) / all));
    }

    @Test
    void sizeTiersForOverwrites() throws Exception {
        var load = new Load(192, 250, 8_000, 0, 1);
        var measured = measure(Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "0"), load);
        double flushed = distinct(load.rows, load.keys);
        double write = 0;
        for (int flushes = 1; flushes <= load.flushes; flushes *= 4) {
            write += distinct((double) flushes * load.rows, load.keys) / (flushes * flushed);
        }
        double space = 0;
        for (int n = load.flushes / 2 + 1; n <= load.flushes; n++) {
            double bytes = 0;
            int flushes = 1;
            for (int rest = n; rest > 0; rest /= 4) {
                bytes += rest % 4 * distinct((double) flushes * load.rows, load.keys);
                flushes *= 4;
            }
            space += bytes / load.keys;
        }
        check(
                "STCS, 192 flushes over 8 000 rows",
                measured,
                new Formula(write, filesInTiers(192, 4), space / (load.flushes / 2.0)));
    }

    @Test
    void windowsForRowsThatExpire() throws Exception {
        var measured = measure(
                Map.of(
                        "class", "TimeWindowCompactionStrategy",
                        "compaction_window_unit", "MINUTES",
                        "min_sstable_size", "0",
                        "expired_sstable_check_frequency_seconds", "30"),
                new Load(240, 250, 0, 240, 4));
        double inWindow = 0;
        for (int n = 0; n < 15; n++) {
            inWindow += n / 4 + n % 4; // 15 flushes a window, merged by four
        }
        // 3 merges of 4, and one past the window; four past windows and, half the time, one that waits; what
        // waits
        // has expired: half a window, and half the time to the next look
        check(
                "TWCS, a minute a window, 4 minutes to live",
                measured,
                new Formula(1 + 12 / 15.0 + 1, 4.5 + inWindow / 15, 1 + (30 + 15) / 240.0));
        assertThat(measured.dropped).isGreaterThanOrEqualTo(8);
    }

    @Test
    void unifiedTieredAndLeveled() throws Exception {
        Map<String, String> tiered = Map.of(
                "class",
                "UnifiedCompactionStrategy",
                "scaling_parameters",
                "T4",
                "min_sstable_size",
                "0B",
                "target_sstable_size",
                "1MiB",
                "flush_size_override",
                "1MiB");
        var load = new Load(64, 1000, 0, 0, 1);
        check("UCS T4, 64 flushes of new rows", measure(tiered, load), new Formula(1 + 3, filesInTiers(64, 4), 1));
        var leveled = new java.util.TreeMap<>(tiered);
        leveled.put("scaling_parameters", "L4");
        // (2 + 3 + 4) ÷ 4 for each level
        check(
                "UCS L4, 64 flushes of new rows",
                measure(leveled, load),
                new Formula(1 + 3 * 2.25, filledLevels(64, 4), 1));
    }

    @Test
    void fifoForLogs() throws Exception {
        var measured = measure(
                Map.of("class", "FIFOCompactionStrategy", "max_table_size", "4MiB"), new Load(64, 250, 0, 0, 1));
        check("FIFO, at most 4 MiB", measured, new Formula(1, 4 / 0.26, 1));
        assertThat(measured.dropped).isGreaterThan(40);
    }
}
