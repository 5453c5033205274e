package org.helenus.server.config;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;

/// All that can be set. `conf/helenus.yaml` says what each does and costs.
public final class KnownSettings {
    public static final Setting<String> CLUSTER_NAME = text("cluster_name", "Test Cluster");
    public static final Setting<String> DATA_CENTER = text("data_center", "datacenter1");
    public static final Setting<String> RACK = text("rack", "rack1");
    public static final Setting<String> DATA_FILE_DIRECTORIES =
            new Setting<>("data_file_directories", "data", KnownSettings::oneDirectory, text -> text, List.of());

    public static final Setting<String> RPC_ADDRESS = text("rpc_address", "127.0.0.1");
    public static final Setting<Integer> NATIVE_TRANSPORT_PORT = number("native_transport_port", 9042, 0, 65535);
    public static final Setting<Integer> EVENT_LOOPS = number("native_transport_event_loops", 0, 0, 1024);
    public static final Setting<Long> MAX_FRAME_SIZE = size(
                    "native_transport_max_frame_size", 16L << 20, 1 << 10, 256L << 20)
            .formerly("native_transport_max_frame_size_in_mb", "MiB");
    public static final Setting<Integer> MAX_CONNECTIONS =
            number("native_transport_max_concurrent_connections", -1, -1, Integer.MAX_VALUE);
    public static final Setting<Integer> MAX_CONNECTIONS_PER_IP =
            number("native_transport_max_concurrent_connections_per_ip", -1, -1, Integer.MAX_VALUE);
    public static final Setting<Duration> IDLE_TIMEOUT = duration("native_transport_idle_timeout", Duration.ZERO)
            .formerly("native_transport_idle_timeout_in_ms", "ms");
    public static final Setting<Long> MAX_IN_FLIGHT =
            size("native_transport_max_request_data_in_flight", 0L, 0, 1L << 40);
    public static final Setting<Long> MAX_IN_FLIGHT_PER_CONNECTION =
            size("native_transport_max_request_data_in_flight_per_connection", 0L, 0, 1L << 40);
    public static final Setting<Integer> ADMIN_PORT = number("admin_port", 7199, -1, 65535);

    public static final Setting<SyncMode> COMMITLOG_SYNC = Setting.of(
                    "commitlog_sync", SyncMode.GROUP, text -> named(SyncMode.values(), text))
            .written(KnownSettings::lower);
    public static final Setting<Duration> COMMITLOG_SYNC_PERIOD =
            duration("commitlog_sync_period", Duration.ofSeconds(10)).formerly("commitlog_sync_period_in_ms", "ms");
    public static final Setting<Long> COMMITLOG_SEGMENT_SIZE = size(
                    "commitlog_segment_size", 32L << 20, 1 << 20, 1L << 30)
            .formerly("commitlog_segment_size_in_mb", "MiB");
    public static final Setting<Long> COMMITLOG_TOTAL_SPACE =
            size("commitlog_total_space", 512L << 20, 2 << 20, 1L << 50).formerly("commitlog_total_space_in_mb", "MiB");
    public static final Setting<DamagePolicy> COMMITLOG_DAMAGE = Setting.of(
                    "commitlog_damage", DamagePolicy.REFUSE, text -> named(DamagePolicy.values(), text))
            .written(KnownSettings::lower);
    public static final Setting<Boolean> COMMITLOG_ARCHIVE = Setting.truth("commitlog_archive", false);
    /// Empty: nothing is restored.
    public static final Setting<String> COMMITLOG_RESTORE = Setting.of("commitlog_restore_directory", "", text -> text);
    public static final Setting<Instant> COMMITLOG_RESTORE_UNTIL = Setting.of(
                    "commitlog_restore_until", Instant.MAX, KnownSettings::instant)
            .written(until -> until.equals(Instant.MAX) ? "" : until.toString());
    public static final Setting<Long> MEMTABLE_SPACE = size("memtable_offheap_space", 128L << 20, 1 << 20, 1L << 40)
            .formerly("memtable_offheap_space_in_mb", "MiB");
    public static final Setting<Integer> MEMTABLE_FLUSH_WRITERS = number("memtable_flush_writers", 2, 1, 64);
    public static final Setting<Long> FILE_CACHE_SIZE =
            size("file_cache_size", 256L << 20, 0, 1L << 45).formerly("file_cache_size_in_mb", "MiB");

    public static final Setting<DamagePolicy> SSTABLE_DAMAGE = Setting.of(
                    "sstable_damage", DamagePolicy.REFUSE, text -> named(DamagePolicy.values(), text))
            .written(KnownSettings::lower);
    public static final Setting<Boolean> AUTO_SNAPSHOT = Setting.truth("auto_snapshot", true);

    public static final Setting<Integer> CONCURRENT_READS = number("concurrent_reads", 8, 1, 1024);
    public static final Setting<Integer> CONCURRENT_COMPACTORS = number("concurrent_compactors", 1, 1, 64);
    public static final Setting<Long> COMPACTION_THROUGHPUT = Setting.of(
                    "compaction_throughput", 64L << 20, Units::bytesPerSecond)
            .written(Units::rateText)
            .formerly("compaction_throughput_mb_per_sec", "MiB/s");
    public static final Setting<Boolean> COMPACTION_ADAPTIVE = Setting.truth("compaction_adaptive", false);
    public static final Setting<Integer> COMPACTION_NICENESS = number("compaction_niceness", 10, 0, 19);
    public static final Setting<Long> MIN_FREE_SPACE =
            size("min_free_space_per_drive", 50L << 20, 0, 1L << 50).formerly("min_free_space_per_drive_in_mb", "MiB");
    public static final Setting<Boolean> UNSAFE_EXPIRATION =
            Setting.truth("allow_unsafe_aggressive_sstable_expiration", false);
    public static final Setting<Integer> SLOW_WRITES_FILES_FROM =
            number("compaction_debt_sstables_slow_writes_from", 32, 1, 1 << 20);
    public static final Setting<Integer> SLOW_WRITES_FILES_FULL =
            number("compaction_debt_sstables_slow_writes_most", 128, 2, 1 << 20);
    public static final Setting<Long> SLOW_WRITES_BYTES_FROM =
            size("compaction_debt_slow_writes_from", 32L << 30, 1 << 10, 1L << 50);
    public static final Setting<Long> SLOW_WRITES_BYTES_FULL =
            size("compaction_debt_slow_writes_most", 128L << 30, 2 << 10, 1L << 50);
    public static final Setting<Duration> SLOW_WRITES_DELAY =
            duration("compaction_debt_longest_write_delay", Duration.ofMillis(100));

    public static final Setting<Long> PREPARED_STATEMENTS_CACHE_SIZE = size(
                    "prepared_statements_cache_size", 10L << 20, 1 << 10, 1L << 40)
            .formerly("prepared_statements_cache_size_mb", "MiB");
    public static final Setting<Long> MAX_MUTATION_SIZE =
            size("max_mutation_size", 15L << 20, 1 << 10, 1L << 30).formerly("max_mutation_size_in_kb", "KiB");
    public static final Setting<Long> BATCH_WARN =
            size("batch_size_warn_threshold", 5L << 10, 1, 1L << 30).formerly("batch_size_warn_threshold_in_kb", "KiB");
    public static final Setting<Long> BATCH_FAIL = size("batch_size_fail_threshold", 50L << 10, 1, 1L << 30)
            .formerly("batch_size_fail_threshold_in_kb", "KiB");
    public static final Setting<Integer> UNLOGGED_BATCH_WARN =
            number("unlogged_batch_across_partitions_warn_threshold", 10, 1, Integer.MAX_VALUE);
    public static final Setting<Integer> TOMBSTONE_WARN =
            number("tombstone_warn_threshold", 1_000, 1, Integer.MAX_VALUE);
    public static final Setting<Integer> TOMBSTONE_FAIL =
            number("tombstone_failure_threshold", 100_000, 1, Integer.MAX_VALUE);

    // What keeps a server from running open when its owner believes that it does not.
    static final Setting<String> PARTITIONER =
            only("partitioner", "Murmur3Partitioner", "other partitioners are not offered");
    static final Setting<String> AUTHENTICATOR =
            only("authenticator", "AllowAllAuthenticator", "a login is not offered, so nobody would be kept out");
    static final Setting<String> AUTHORIZER =
            only("authorizer", "AllowAllAuthorizer", "permissions are not offered, so nobody would be kept out");

    private static final List<Setting<?>> OWN = List.of(
            CLUSTER_NAME,
            DATA_CENTER,
            RACK,
            DATA_FILE_DIRECTORIES,
            RPC_ADDRESS,
            NATIVE_TRANSPORT_PORT,
            EVENT_LOOPS,
            MAX_FRAME_SIZE,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_IP,
            IDLE_TIMEOUT,
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT_PER_CONNECTION,
            ADMIN_PORT,
            COMMITLOG_SYNC,
            COMMITLOG_SYNC_PERIOD,
            COMMITLOG_SEGMENT_SIZE,
            COMMITLOG_TOTAL_SPACE,
            COMMITLOG_DAMAGE,
            COMMITLOG_ARCHIVE,
            COMMITLOG_RESTORE,
            COMMITLOG_RESTORE_UNTIL,
            MEMTABLE_SPACE,
            MEMTABLE_FLUSH_WRITERS,
            FILE_CACHE_SIZE,
            SSTABLE_DAMAGE,
            AUTO_SNAPSHOT,
            CONCURRENT_READS,
            CONCURRENT_COMPACTORS,
            COMPACTION_THROUGHPUT,
            COMPACTION_ADAPTIVE,
            COMPACTION_NICENESS,
            MIN_FREE_SPACE,
            UNSAFE_EXPIRATION,
            SLOW_WRITES_FILES_FROM,
            SLOW_WRITES_FILES_FULL,
            SLOW_WRITES_BYTES_FROM,
            SLOW_WRITES_BYTES_FULL,
            SLOW_WRITES_DELAY,
            PREPARED_STATEMENTS_CACHE_SIZE,
            MAX_MUTATION_SIZE,
            BATCH_WARN,
            BATCH_FAIL,
            UNLOGGED_BATCH_WARN,
            TOMBSTONE_WARN,
            TOMBSTONE_FAIL,
            PARTITIONER,
            AUTHENTICATOR,
            AUTHORIZER);

    static final List<Setting<?>> ALL =
            Stream.concat(OWN.stream(), GuardrailSettings.ALL.stream()).toList();

    private KnownSettings() {}

    private static Setting<String> text(String name, String value) {
        return Setting.of(name, value, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be empty");
            }
            return text;
        });
    }

    /// Empty: no end.
    private static Instant instant(String text) {
        if (text.isEmpty()) {
            return Instant.MAX;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 2026-11-20T09:30:00Z", e);
        }
    }

    private static Setting<Integer> number(String name, int value, int least, int greatest) {
        return Setting.of(name, value, text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= greatest) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is not a whole number");
            }
            throw new IllegalArgumentException(text + " is not between " + least + " and " + greatest);
        });
    }

    private static Setting<Long> size(String name, long value, long least, long greatest) {
        return Setting.of(name, value, text -> {
                    long bytes = Units.bytes(text);
                    if (bytes < least || bytes > greatest) {
                        throw new IllegalArgumentException(
                                text + " is not between " + least + "B and " + greatest + "B");
                    }
                    return bytes;
                })
                .written(Units::bytesText);
    }

    private static Setting<Duration> duration(String name, Duration value) {
        return Setting.of(name, value, Units::duration).written(Units::durationText);
    }

    private static Setting<String> only(String name, String value, String why) {
        return Setting.of(name, value, text -> {
            if (!text.substring(text.lastIndexOf('.') + 1).equals(value)) {
                throw new IllegalArgumentException("'" + text + "' cannot be had: " + why);
            }
            return value;
        });
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E named(E[] values, String text) {
        var names = new StringJoiner(", ");
        for (var value : values) {
            var name = value.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return value;
            }
            names.add(name);
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + names);
    }

    private static String oneDirectory(List<String> directories) {
        if (directories.size() != 1) {
            throw new IllegalArgumentException("takes one directory, not " + directories.size());
        }
        return directories.getFirst();
    }
}
