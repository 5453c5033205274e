package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.option.CompactionParams;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.TombstoneHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is wrong with a strategy's options is said when they are set; what was accepted can be used.
final class HostileOptionsTest {
    private static final Map<CompactionParams.Strategy, List<String>> OWN = Map.of(
            CompactionParams.Strategy.SIZE_TIERED, List.of("bucket_low", "bucket_high", "min_sstable_size"),
            CompactionParams.Strategy.LEVELED,
                    List.of("sstable_size_in_mb", "fanout_size", "single_sstable_uplevel", "bucket_high"),
            CompactionParams.Strategy.TIME_WINDOW,
                    List.of(
                            "compaction_window_unit",
                            "compaction_window_size",
                            "timestamp_resolution",
                            "expired_sstable_check_frequency_seconds",
                            "unsafe_aggressive_sstable_expiration",
                            "min_sstable_size"),
            CompactionParams.Strategy.UNIFIED,
                    List.of(
                            "scaling_parameters",
                            "target_sstable_size",
                            "base_shard_count",
                            "min_sstable_size",
                            "sstable_growth",
                            "max_sstables_to_compact",
                            "flush_size_override",
                            "expired_sstable_check_frequency_seconds",
                            "unsafe_aggressive_sstable_expiration",
                            "overlap_inclusion_method",
                            "cascade"),
            CompactionParams.Strategy.FIFO, List.of("max_table_size", "max_age"));
    private static final List<String> COMMON = List.of(
            "enabled",
            "min_threshold",
            "max_threshold",
            "tombstone_threshold",
            "tombstone_compaction_interval",
            "unchecked_tombstone_compaction",
            "only_purge_repaired_tombstones",
            "log_all",
            "filter_memory",
            "provide_overlapping_tombstones");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "1",
            "2",
            "-1",
            "-0",
            "3.5",
            "1e300",
            "NaN",
            "Infinity",
            "-Infinity",
            "true",
            "FALSE",
            "by_size",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999999999999999999",
            "0x10",
            "1_000",
            "١",
            "\u0000",
            "null",
            "1GiB",
            "8EiB",
            "9999999999GiB",
            "-1GiB",
            "1.5GiB",
            "1MiB",
            "100%",
            "-1%",
            "1e-300",
            "N",
            "T2",
            "L2",
            "T1",
            "T2147483647",
            "L2147483648",
            "T99999999999999999999",
            "2147483647, -2147483648",
            "T4,",
            ",",
            "N,N,N,N",
            "MINUTES",
            "DAYS",
            "hours",
            "SECONDS",
            "NANOSECONDS",
            "NONE",
            "single",
            "CELL",
            "1s",
            "999999999d",
            "9999999999d",
            "0s",
            "1.5h",
            "7 d",
            "-1d");

    /// Files of all ages, sizes, levels and places.
    private static LiveSet live(SplittableRandom random, int count) {
        var files = new ArrayList<SSTableSummary>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(255);
            byte[] start = {(byte) from, 0, 0, 0, 0, 0, 0, 0, 1};
            byte[] end = {(byte) random.nextInt(from, 255), -1, 0, 0, 0, 0, 0, 0, 1};
            long timestamp = random.nextLong(1L << random.nextInt(1, 62));
            files.add(new SSTableSummary(
                    new SSTableId(7, i),
                    random.nextLong(1L << random.nextInt(1, 40)),
                    random.nextLong(1, 1000),
                    random.nextLong(1, 1000),
                    new KeyRange(start, end),
                    timestamp,
                    timestamp + random.nextLong(1L << 30),
                    random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(2_000_000),
                    random.nextBoolean()
                            ? TombstoneHistogram.EMPTY
                            : new TombstoneHistogram(new long[] {random.nextLong(1_000_000)}, new long[] {500}),
                    random.nextInt(4),
                    random.nextLong(1_000_000_000),
                    random.nextDouble(100)));
        }
        return new LiveSet(files, Set.of(), Long.MAX_VALUE, 1_000_000_000, 900_000, 7);
    }

    private static void use(CompactionParams params) {
        var random = new SplittableRandom(3);
        var state = CompactionStrategy.State.EMPTY;
        for (int files = 0; files < 60; files += 7) {
            var live = live(random, files);
            var strategy = Strategies.of(params, true);
            var pick = strategy.pick(live, state);
            state = pick.state();
            var tasks = new ArrayList<>(pick.tasks());
            tasks.addAll(strategy.major(live));
            for (CompactionTask task : tasks) {
                assertThat(live.files().stream().map(SSTableSummary::id)).containsAll(task.inputs());
                assertThat(task.maxOutputBytes()).isPositive();
                assertThat(task.cuts().files(1L << 30, 0.5)).isPositive();
                assertThat(task.level()).isNotNegative();
            }
            assertThat(strategy.pendingTasks(live)).isNotNegative();
            assertThat(strategy.debt(live).bytes()).isNotNegative();
            assertThat(strategy.debt(live).files()).isNotNegative();
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void whatIsAcceptedCanBeUsed() {
        var wrong = new ArrayList<String>();
        int refused = 0;
        int used = 0;
        for (CompactionParams.Strategy strategy : CompactionParams.Strategy.values()) {
            var names = new ArrayList<>(COMMON);
            names.addAll(OWN.get(strategy));
            for (String name : names) {
                for (String value : VALUES) {
                    var options = new HashMap<String, String>();
                    options.put("class", strategy.className());
                    if (strategy == CompactionParams.Strategy.FIFO) {
                        options.put("max_age", "1d");
                    }
                    options.put(name, value);
                    CompactionParams params;
                    try {
                        params = CompactionParams.parse(options);
                    } catch (ConfigurationError e) {
                        assertThat(e.getMessage()).isNotBlank();
                        refused++;
                        continue;
                    }
                    try {
                        use(params);
                    } catch (RuntimeException | AssertionError e) {
                        wrong.add(strategy + " with " + name + " = '" + value + "': " + e);
                    }
                    used++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThan(1000);
        assertThat(used).isGreaterThan(200);
    }

    /// The table goes on as it was.
    @Test
    void whatIsRefusedChangesNothing() throws Exception {
        try (var table = TestTable.create(
                new org.helenus.storage.disk.MemoryDisk(1), 1, org.helenus.storage.StorageListener.NONE)) {
            var before = table.metadata();
            for (String bad : List.of("NoSuchStrategy", "", "org.apache.cassandra.db.compaction.Leveled")) {
                assertThatThrownBy(() -> table.option("compaction", Map.of("class", bad)))
                        .isInstanceOf(ConfigurationError.class)
                        .hasMessageStartingWith("Unable to find compaction strategy class '");
            }
            assertThatThrownBy(() -> table.option(
                            "compaction",
                            Map.of("class", "TimeWindowCompactionStrategy", "compaction_window_size", "0")))
                    .hasMessage("0 must be greater than 1 for compaction_window_size");
            assertThat(table.metadata()).isEqualTo(before);
        }
    }
}
