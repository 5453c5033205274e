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

    private static void print(String name, Measured measured, double formula) {
        if (Boolean.getBoolean("print")) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %d |%n",
                    name,
                    measured.write,
                    formula,
                    measured.read,
                    measured.space,
                    measured.dropped);
        }
    }

    private static final Percentage FIFTEEN = Percentage.withPercentage(15);

    @Test
    void sizeTiersForInserts() throws Exception {
        var measured = measure(
                Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "0"), new Load(64, 250, 0, 0, 1));
        print("STCS, 64 flushes of new rows", measured, 4);
        assertThat(measured.write).isCloseTo(1 + 3, FIFTEEN); // log₄ 64 tiers
        assertThat(measured.read).isBetween(3.0, 6.0); // (4 − 1) ÷ 2 of each of three tiers on average
    }

    @Test
    void levelsForOverwrites() throws Exception {
        var measured = measure(
                Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "1", "fanout_size", "4"),
                new Load(192, 250, 8_000, 0, 1));
        print("LCS, 192 flushes over 8 000 rows", measured, 8.2);
        assertThat(measured.write)
                .isBetween(4.0, 8.2); // 1 + (1 + 4 ÷ 1.25) + (1 + 8 ÷ 4), less what was overwritten on the way
        assertThat(measured.read).isLessThan(6);
        assertThat(measured.space).isBetween(0.9, 1.5);
    }

    @Test
    void sizeTiersForOverwrites() throws Exception {
        var measured = measure(
                Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "0"),
                new Load(192, 250, 8_000, 0, 1));
        print("STCS, 192 flushes over 8 000 rows", measured, 4.8);
        assertThat(measured.write).isBetween(2.5, 4.8); // log₄ 192 tiers, less what was overwritten on the way
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
        // 15 flushes a window: 3 merges of 4 and one past the window; the last windows are under way
        print("TWCS, a minute a window, 4 minutes to live", measured, 1 + 12 / 15.0 + 1);
        assertThat(measured.write).isCloseTo(1 + 12 / 15.0 + 1, FIFTEEN);
        assertThat(measured.dropped).isGreaterThanOrEqualTo(8);
        assertThat(measured.space).isLessThan(1.6);
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
        var measured = measure(tiered, load);
        print("UCS T4, 64 flushes of new rows", measured, 4);
        assertThat(measured.write).isCloseTo(1 + 3, FIFTEEN); // log₄ 64 levels
        var leveled = new java.util.TreeMap<>(tiered);
        leveled.put("scaling_parameters", "L4");
        var other = measure(leveled, load);
        print("UCS L4, 64 flushes of new rows", other, 1 + 3 * 2.25);
        assertThat(other.write).isCloseTo(1 + 3 * 2.25, FIFTEEN); // (2 + 3 + 4) ÷ 4 for each level
        assertThat(other.write).isGreaterThan(measured.write);
        assertThat(other.read).isLessThan(measured.read);
    }

    @Test
    void fifoForLogs() throws Exception {
        var measured = measure(
                Map.of("class", "FIFOCompactionStrategy", "max_table_size", "4MiB"), new Load(64, 250, 0, 0, 1));
        print("FIFO, at most 4 MiB", measured, 1);
        assertThat(measured.write).isEqualTo(1);
        assertThat(measured.dropped).isGreaterThan(40);
    }
}
