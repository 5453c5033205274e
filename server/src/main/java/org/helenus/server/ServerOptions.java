package org.helenus.server;

import java.util.Optional;
import org.helenus.compaction.BackPressureOptions;
import org.helenus.compaction.CompactionOptions;
import org.helenus.protocol.netty.NativeServerOptions;
import org.helenus.query.QueryOptions;
import org.helenus.server.config.GuardrailSettings;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Setting;
import org.helenus.server.config.Settings;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.encoding.RowSplit;

/// The options of each floor, out of the settings. Pure.
final class ServerOptions {
    /// In the data directory, beside the log.
    private static final String ARCHIVE = "commitlog_archive";

    private ServerOptions() {}

    static NativeServerOptions nativeTransport(Settings settings) {
        var defaults = NativeServerOptions.on(
                settings.get(KnownSettings.RPC_ADDRESS), settings.get(KnownSettings.NATIVE_TRANSPORT_PORT));
        return new NativeServerOptions(
                defaults.host(),
                defaults.port(),
                or(settings.get(KnownSettings.EVENT_LOOPS), defaults.loops()),
                bytes(settings, KnownSettings.MAX_FRAME_SIZE),
                limit(settings.get(KnownSettings.MAX_CONNECTIONS)),
                limit(settings.get(KnownSettings.MAX_CONNECTIONS_PER_IP)),
                or(settings.get(KnownSettings.MAX_IN_FLIGHT), defaults.maxBytesInFlight()),
                or(settings.get(KnownSettings.MAX_IN_FLIGHT_PER_CONNECTION), defaults.maxBytesInFlightPerConnection()),
                defaults.startupTimeout(),
                settings.get(KnownSettings.IDLE_TIMEOUT));
    }

    static StorageOptions storage(Settings settings) {
        var defaults = CommitLogOptions.DEFAULTS;
        int segment = bytes(settings, KnownSettings.COMMITLOG_SEGMENT_SIZE);
        var log = new CommitLogOptions(
                settings.get(KnownSettings.COMMITLOG_SYNC),
                settings.get(KnownSettings.COMMITLOG_SYNC_PERIOD),
                defaults.writePeriod(),
                segment,
                Math.min(defaults.bufferBytes(), segment),
                Math.max(defaults.maxUnsyncedBytes(), segment),
                settings.get(KnownSettings.COMMITLOG_ARCHIVE) ? Optional.of(ARCHIVE) : Optional.empty());
        return new StorageOptions(
                log,
                settings.get(KnownSettings.MEMTABLE_SPACE),
                settings.get(KnownSettings.COMMITLOG_TOTAL_SPACE),
                settings.get(KnownSettings.FILE_CACHE_SIZE),
                settings.get(KnownSettings.MEMTABLE_FLUSH_WRITERS),
                settings.get(KnownSettings.COMMITLOG_DAMAGE),
                settings.get(KnownSettings.AUTO_SNAPSHOT),
                settings.get(KnownSettings.SSTABLE_DAMAGE),
                RowSplit.DEFAULT);
    }

    static CompactionOptions compaction(Settings settings) {
        return new CompactionOptions(
                settings.get(KnownSettings.CONCURRENT_COMPACTORS),
                settings.get(KnownSettings.COMPACTION_THROUGHPUT),
                CompactionOptions.DEFAULTS.review(),
                settings.get(KnownSettings.MIN_FREE_SPACE),
                settings.get(KnownSettings.COMPACTION_ADAPTIVE),
                settings.get(KnownSettings.COMPACTION_NICENESS),
                settings.get(KnownSettings.UNSAFE_EXPIRATION),
                new BackPressureOptions(
                        settings.get(KnownSettings.SLOW_WRITES_FILES_FROM),
                        settings.get(KnownSettings.SLOW_WRITES_FILES_FULL),
                        settings.get(KnownSettings.SLOW_WRITES_BYTES_FROM),
                        settings.get(KnownSettings.SLOW_WRITES_BYTES_FULL),
                        settings.get(KnownSettings.SLOW_WRITES_DELAY)));
    }

    static QueryOptions query(Settings settings) {
        return new QueryOptions(
                settings.get(KnownSettings.PREPARED_STATEMENTS_CACHE_SIZE),
                QueryOptions.DEFAULTS.loopRows(),
                bytes(settings, KnownSettings.BATCH_WARN),
                bytes(settings, KnownSettings.BATCH_FAIL),
                settings.get(KnownSettings.UNLOGGED_BATCH_WARN),
                settings.get(KnownSettings.TOMBSTONE_WARN),
                settings.get(KnownSettings.TOMBSTONE_FAIL),
                bytes(settings, KnownSettings.MAX_MUTATION_SIZE),
                GuardrailSettings.guardrails(settings));
    }

    private static int bytes(Settings settings, Setting<Long> setting) {
        return Math.toIntExact(settings.get(setting));
    }

    /// Cassandra writes −1 for no limit.
    private static int limit(int value) {
        return value <= 0 ? Integer.MAX_VALUE : value;
    }

    private static int or(int value, int otherwise) {
        return value == 0 ? otherwise : value;
    }

    private static long or(long value, long otherwise) {
        return value == 0 ? otherwise : value;
    }
}
