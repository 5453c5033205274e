package org.helenus.server;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.helenus.compaction.CompactionOptions;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.protocol.Durability;
import org.helenus.protocol.netty.NativeServer;
import org.helenus.query.NodeDescription;
import org.helenus.query.QueryOptions;
import org.helenus.query.QueryProcessor;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.server.admin.AdminCommands;
import org.helenus.server.admin.AdminEndpoint;
import org.helenus.server.admin.NodeUnderAdmin;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;
import org.helenus.storage.Clock;
import org.helenus.storage.LogRestore;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.commitlog.CorruptCommitLogException;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskLockedException;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.disk.VolatileDisk;
import org.helenus.storage.manifest.CorruptManifestException;
import org.helenus.storage.sstable.CorruptSSTableException;

/// A server in this JVM: as many as you like, each with its own data and port.
///
///     try (var server = HelenusServer.builder().inMemory().port(0).start()) {
///         // connect any Cassandra driver to 127.0.0.1 and server.port()
///     }
///
/// Start: data opened and replayed, port taken, clients served. Stop: no more clients, requests in flight answered,
/// data closed. Threads: any.
public final class HelenusServer implements AutoCloseable {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final long POOL_LIMIT_SECONDS = 10;
    private static final String HOST_ID = "host_id";

    private final MetricRegistry metrics;
    private final StorageEngine storage;
    private final CompactionScheduler compaction;
    private final QueryProcessor processor;
    private final NativeServer clients;
    private final ExecutorService ioPool;
    private final String host;
    private final Optional<VirtualClock> clock;
    private final Optional<AdminEndpoint> admin;
    private boolean closed;

    private HelenusServer(
            StorageEngine storage,
            CompactionScheduler compaction,
            QueryProcessor processor,
            NativeServer clients,
            ExecutorService ioPool,
            String host,
            Optional<VirtualClock> clock,
            MetricRegistry metrics,
            Optional<AdminEndpoint> admin) {
        this.storage = storage;
        this.metrics = metrics;
        this.compaction = compaction;
        this.processor = processor;
        this.clients = clients;
        this.ioPool = ioPool;
        this.host = host;
        this.clock = clock;
        clock.ifPresent(movable -> movable.onMove(this, compaction::review));
        this.admin = admin;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The port it listens on: the one found when any free one was asked for.
    public int port() {
        return clients.port();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(host, port());
    }

    /// Where it takes orders; nowhere when its data is not in a directory, or it was told not to.
    public Optional<InetSocketAddress> adminAddress() {
        return admin.map(AdminEndpoint::address);
    }

    /// What the server counts, under names that stay.
    public MetricRegistry metrics() {
        return metrics;
    }

    /// Keeps the data, the schema and, under a [VirtualClock], the time as they are now, to go back to as often as
    /// wanted. Flushes first.
    public SavedState save() throws IOException {
        return new SavedState(storage.savepoint(), storage, processor, clients::push, clock);
    }

    /// Writes what a table holds in memory to a file.
    ///
    /// @throws org.helenus.schema.error.InvalidRequest there is no such table
    public void flush(String keyspace, String table) throws IOException {
        storage.flush(id(keyspace, table));
    }

    /// Merges all that a table holds into as few files as its strategy wants, and drops what may go by now:
    /// tombstones
    /// past their grace, and what has expired. Waits for it.
    ///
    /// @throws org.helenus.schema.error.InvalidRequest there is no such table
    public void compact(String keyspace, String table) throws IOException {
        storage.flush(id(keyspace, table));
        compaction.compact(id(keyspace, table));
    }

    private TableId id(String keyspace, String table) {
        return storage.schema()
                .table(keyspace, table)
                .orElseThrow(() -> new InvalidRequest("unconfigured table " + keyspace + "." + table))
                .id();
    }

    /// Stops cleanly: what clients were told is durable, and a later start has nothing to replay.
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        clock.ifPresent(movable -> movable.forget(this));
        admin.ifPresent(AdminEndpoint::stopListening);
        try {
            clients.drain(DRAIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.close();
        compaction.close();
        processor.close();
        stop(ioPool);
        admin.ifPresent(AdminEndpoint::close); // its orders wait for compactions
        try {
            storage.drain();
        } finally {
            storage.close();
        }
    }

    /// Its threads must not be interrupted: that would close files under others.
    private static void stop(ExecutorService pool) throws IOException {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(POOL_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("a read did not end in " + POOL_LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says what to start. Each value has a default; the data is in `./data` unless said otherwise.
    public static final class Builder {
        private Settings settings = Settings.DEFAULTS;
        private Optional<Disk> disk = Optional.empty();
        private Clock clock = new SystemClock();
        private Optional<VirtualClock> movable = Optional.empty();

        private Builder() {}

        /// All that a configuration file can say. Set before [#host], [#port] and [#dataDirectory], which
        /// change parts of it.
        public Builder settings(Settings all) {
            settings = all;
            return this;
        }

        public Builder host(String host) {
            settings = settings.with(KnownSettings.RPC_ADDRESS, host);
            return this;
        }

        /// 0: any free one, which [HelenusServer#port] tells.
        public Builder port(int port) {
            settings = settings.with(KnownSettings.NATIVE_TRANSPORT_PORT, port);
            return this;
        }

        /// Keeps the data in this directory, made when it is not there.
        public Builder dataDirectory(Path directory) {
            settings = settings.with(KnownSettings.DATA_FILE_DIRECTORIES, directory.toString());
            disk = Optional.empty();
            return this;
        }

        /// Keeps the data in memory; it is gone with the server.
        public Builder inMemory() {
            return disk(new VolatileDisk());
        }

        /// Keeps the data on this disk.
        public Builder disk(Disk other) {
            disk = Optional.of(other);
            return this;
        }

        public Builder clock(Clock other) {
            clock = other;
            movable = Optional.empty();
            return this;
        }

        /// Whoever moves this clock moves the server's time: rows expire, grace ends, windows close.
        public Builder clock(VirtualClock virtual) {
            clock = virtual;
            movable = Optional.of(virtual);
            return this;
        }

        /// Starts; on return clients are served.
        ///
        /// @throws StartException it cannot, and why
        public HelenusServer start() throws StartException {
            var history = new CompactionHistory();
            var compaction = new CompactionScheduler(compactionOptions(), clock, history);
            QueryOptions queries = fitting(ServerOptions::query);
            var news = new EngineNews(compaction, queries.guardrails());
            StorageOptions options = storageOptions();
            checkLimits(options);
            var ground = disk.isPresent() ? disk.get() : dataDirectory();
            var storage = openStorage(ground, options, news);
            try {
                restoreLog(storage, news);
                storage.brake(compaction.backPressure());
                compaction.foreground(new ClientLoad(clock));
                return serve(ground, storage, compaction, history, queries);
            } catch (IOException | RuntimeException e) {
                compaction.close();
                close(storage, e);
                throw e;
            }
        }

        private CompactionOptions compactionOptions() throws StartException {
            return fitting(ServerOptions::compaction);
        }

        private StorageOptions storageOptions() throws StartException {
            return fitting(ServerOptions::storage);
        }

        private <T> T fitting(Function<Settings, T> options) throws StartException {
            try {
                return options.apply(settings);
            } catch (IllegalArgumentException e) {
                throw new StartException(
                        ExitCode.CONFIGURATION, "The settings do not fit together: " + e.getMessage(), e);
            }
        }

        /// Applies what an archive of the log kept, when the settings name one; before anything is compacted.
        private void restoreLog(StorageEngine storage, StorageListener news) throws StartException {
            var directory = settings.get(KnownSettings.COMMITLOG_RESTORE);
            if (directory.isEmpty()) {
                return;
            }
            var until = settings.get(KnownSettings.COMMITLOG_RESTORE_UNTIL);
            try {
                long micros = until.equals(Instant.MAX)
                        ? Long.MAX_VALUE
                        : Math.multiplyExact(until.getEpochSecond(), 1_000_000L) + until.getNano() / 1_000;
                var result = LogRestore.run(storage, directory, micros);
                result.notices().forEach(what -> news.notice("restoring the log: " + what));
                news.notice("restored from " + directory + ": " + result.applied() + " mutations; " + result.later()
                        + " are later than " + until + ", " + result.unknown() + " of tables that are not there");
            } catch (IOException | ArithmeticException e) {
                throw new StartException(
                        ExitCode.DATA_DIRECTORY, "The log cannot be restored from " + directory + ": " + e, e);
            }
        }

        /// A write that clients may send is one that the log and the memtables take.
        private void checkLimits(StorageOptions options) throws StartException {
            long mutation = settings.get(KnownSettings.MAX_MUTATION_SIZE);
            long frame = settings.get(KnownSettings.MAX_FRAME_SIZE);
            if (mutation > options.maxMutationBytes()) {
                throw new StartException(
                        ExitCode.CONFIGURATION,
                        "The settings do not fit together: max_mutation_size is " + mutation
                                + " bytes, and with this commitlog_segment_size and memtable_offheap_space a write has"
                                + " at most " + options.maxMutationBytes());
            }
            if (mutation > frame) {
                throw new StartException(
                        ExitCode.CONFIGURATION,
                        "The settings do not fit together: max_mutation_size is " + mutation
                                + " bytes, and a message of native_transport_max_frame_size has at most " + frame);
            }
        }

        private Disk dataDirectory() throws StartException {
            var directory = settings.get(KnownSettings.DATA_FILE_DIRECTORIES);
            try {
                return new SystemDisk(Path.of(directory));
            } catch (IOException e) {
                throw unusable(directory, e);
            }
        }

        private static StartException unusable(String directory, IOException cause) {
            return new StartException(
                    ExitCode.DATA_DIRECTORY,
                    "The data directory " + directory + " cannot be used: " + IoWords.of(cause),
                    cause);
        }

        private StorageEngine openStorage(Disk ground, StorageOptions options, StorageListener news)
                throws StartException {
            var directory = settings.get(KnownSettings.DATA_FILE_DIRECTORIES);
            try {
                return StorageEngine.open(ground, options, clock, news);
            } catch (DiskLockedException e) {
                throw new StartException(
                        ExitCode.DATA_IN_USE, "Another process uses the data directory " + directory, e);
            } catch (CorruptCommitLogException e) {
                throw new StartException(
                        ExitCode.DATA_DAMAGED,
                        "The commit log in " + directory + " is damaged: " + e.getMessage()
                                + "; commitlog_damage: salvage starts with every record that is whole",
                        e);
            } catch (CorruptSSTableException e) {
                throw new StartException(
                        ExitCode.DATA_DAMAGED,
                        "The data in " + directory + " is damaged: " + e.getMessage()
                                + "; sstable_damage: salvage starts without that file and keeps it aside",
                        e);
            } catch (CorruptManifestException e) {
                throw new StartException(
                        ExitCode.DATA_DAMAGED, "The data in " + directory + " is damaged: " + e.getMessage(), e);
            } catch (IOException e) {
                throw unusable(directory, e);
            } catch (IllegalArgumentException e) {
                throw new StartException(
                        ExitCode.CONFIGURATION, "The settings do not fit together: " + e.getMessage(), e);
            }
        }

        private HelenusServer serve(
                Disk ground,
                StorageEngine storage,
                CompactionScheduler compaction,
                CompactionHistory history,
                QueryOptions queries)
                throws StartException {
            var clients = new NativeServer(ServerOptions.nativeTransport(settings), new LogDurability(storage));
            try {
                bind(clients);
                var ioPool = ioPool();
                var node = node(storage, clients.port());
                var sources = new ServerSources(storage, compaction, clients, ioPool, settings);
                var processor = new QueryProcessor(storage, node, queries, ioPool, clock, new SecureRandom(), sources);
                processor.onSchemaChange(changed -> clients.push(QueryRequestHandler.event(changed)));
                history.writeTo(processor);
                compaction.start(new KeptStrategies(storage));
                clients.serve(new QueryRequestHandler(processor));
                var host = settings.get(KnownSettings.RPC_ADDRESS);
                var directory = Path.of(settings.get(KnownSettings.DATA_FILE_DIRECTORIES));
                var metrics = new MetricRegistry();
                StorageMetrics.register(metrics, storage);
                CompactionMetrics.register(metrics, compaction);
                var parts = new NodeUnderAdmin(
                        node,
                        storage,
                        compaction,
                        history::entries,
                        clients,
                        ioPool,
                        metrics,
                        clock,
                        ground,
                        directory);
                return new HelenusServer(
                        storage, compaction, processor, clients, ioPool, host, movable, metrics, admin(parts));
            } catch (IOException | RuntimeException e) {
                clients.close();
                throw e;
            }
        }

        /// Only where there is a directory to leave the address in.
        private Optional<AdminEndpoint> admin(NodeUnderAdmin parts) {
            int port = settings.get(KnownSettings.ADMIN_PORT);
            return disk.isPresent() || port < 0
                    ? Optional.empty()
                    : AdminEndpoint.start(port, parts.directory(), new SecureRandom(), clock, new AdminCommands(parts));
        }

        private static void bind(NativeServer clients) throws StartException {
            try {
                clients.bind();
            } catch (IOException e) {
                throw new StartException(ExitCode.ADDRESS, e.getMessage(), e);
            }
        }

        private NodeDescription node(StorageEngine storage, int port) throws StartException {
            try {
                var local = NodeDescription.local(hostId(storage), port);
                var address = InetAddress.getByName(settings.get(KnownSettings.RPC_ADDRESS));
                if (address.isAnyLocalAddress()) {
                    address = InetAddress.getLocalHost();
                }
                return new NodeDescription(
                        settings.get(KnownSettings.CLUSTER_NAME),
                        settings.get(KnownSettings.DATA_CENTER),
                        settings.get(KnownSettings.RACK),
                        local.hostId(),
                        address,
                        local.storagePort(),
                        address,
                        port,
                        local.releaseVersion(),
                        local.tokens());
            } catch (IOException e) {
                throw new StartException(
                        ExitCode.DATA_DIRECTORY, "The node cannot describe itself: " + IoWords.of(e), e);
            }
        }

        /// Who this node is, for as long as its data lives.
        private static UUID hostId(StorageEngine storage) throws IOException {
            var known = storage.property(HOST_ID);
            if (known.isPresent()) {
                var bytes = ByteBuffer.wrap(known.get());
                return new UUID(bytes.getLong(), bytes.getLong());
            }
            var id = UUID.randomUUID();
            storage.putProperty(
                    HOST_ID,
                    ByteBuffer.allocate(16)
                            .putLong(id.getMostSignificantBits())
                            .putLong(id.getLeastSignificantBits())
                            .array());
            return id;
        }

        /// Threads for what must wait for the disk, started when first needed. Its queue is bounded by the
        /// bytes that clients may have in flight.
        private ThreadPoolExecutor ioPool() {
            int threads = settings.get(KnownSettings.CONCURRENT_READS);
            return new ThreadPoolExecutor(
                    threads,
                    threads,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("read-", 0).factory());
        }

        private static void close(StorageEngine storage, Exception cause) {
            try {
                storage.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /// Lets answers wait for the commit log.
    private record LogDurability(StorageEngine storage) implements Durability {
        @Override
        public long durablePosition() {
            return storage.acknowledgeablePosition();
        }

        @Override
        public boolean handsOver() {
            return storage.handsOver();
        }

        @Override
        public void handOver() {
            storage.handOver();
        }

        @Override
        public void onDurable(Runnable wake) {
            storage.onDurable(wake);
        }
    }
}
