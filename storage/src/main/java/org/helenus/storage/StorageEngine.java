package org.helenus.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Overloaded;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.commitlog.CommitLog;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogUnavailableException;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskLock;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.manifest.Manifest;
import org.helenus.storage.manifest.ManifestEdit;
import org.helenus.storage.manifest.ManifestEdit.PutProperty;
import org.helenus.storage.memtable.Memtable;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// All tables of one data directory: what is applied is logged, kept in memory, flushed to files, and read back
/// merged.
///
///     apply ─▶ commit log (memory) ─▶ memtable ─▶ position
///                   │ sync thread        │ flush
///                   ▼                    ▼
///               segments              SSTables ◀─ compaction (TableStore.replace)
///                   └──── manifest ──────┘
///
/// The directory holds `lock`, `manifest/`, `commitlog/`, `data/<keyspace>/<table>-<id>/`, `orphans/` for files that
/// neither manifest nor log name, `damaged/` for log segments and SSTables that were set aside, and `snapshots/`.
///
/// [#apply] does not wait for the disk: what it wrote is visible at once and durable when [#durablePosition] has
/// reached its position. Reads tell the position that they have shown ([ReadSnapshot#position]), and an answer waits
/// for it.
///
/// Threads: any.
public final class StorageEngine implements AutoCloseable {
    static final String MANIFEST = DataDirectory.MANIFEST;
    static final String LOG = DataDirectory.LOG;
    static final String DATA = DataDirectory.DATA;
    static final String ORPHANS = "orphans";
    static final String DAMAGED = "damaged";
    private static final String LOCK = "lock";
    private static final long NOT_LOGGED = 0;
    private static final int CHECK_EVERY = 64;
    private static final int WRITE_SLOTS = 16;

    private final Disk disk;
    private final StorageOptions options;
    private final Clock clock;
    private final StorageListener listener;
    private final StorageThreads threads;
    private final RandomGenerator random;
    private final DiskLock lock;
    private final Manifest manifest;
    private final Commits commits;
    private final BlockCache cache;
    private final CommitLog log;
    private final ServerTimestamps timestamps;
    private final Maintenance maintenance;
    private final Flusher flusher = new Flusher(this);
    private final Snapshots snapshots;
    private final Imports imports = new Imports(this);
    private final Map<TableId, EngineTable> tables = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong();
    /// All whose memory is taken: those of the tables, and flushed ones that a reader or a compaction still looks
    /// at.
    private final Set<MemtableGeneration> held = ConcurrentHashMap.newKeySet();
    /// For the next write of about the same thread, so that a write makes no garbage.
    private final AtomicReferenceArray<TableWrite> writes = new AtomicReferenceArray<>(WRITE_SLOTS);
    private final TableWrite.Tables writtenTables = partition -> engineTable(partition.table());
    private final Object schemaLock = new Object();

    private volatile Schema schema;
    private volatile WriteBrake brake = WriteBrake.NONE;
    private volatile boolean accepting = true;
    private volatile boolean closed;
    // Not exact among threads, and need not be.
    private int applies;
    private long unchecked;

    /// Opens a data directory: reads the manifest, then replays the log. Runs on threads of its own.
    ///
    /// @throws org.helenus.storage.disk.DiskLockedException another process has it open
    /// @throws org.helenus.storage.commitlog.CorruptCommitLogException the log is damaged, and the options say to
    ///     refuse
    /// @throws org.helenus.storage.manifest.CorruptManifestException the manifest is damaged, or missing
    public static StorageEngine open(Disk disk, StorageOptions options, Clock clock, StorageListener listener)
            throws IOException {
        var threads = StorageThreads.start(options.flushThreads());
        try {
            return open(disk, options, clock, listener, threads, new SecureRandom());
        } catch (IOException | RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    /// Opens on the caller's threads and randomness; the engine closes the threads with itself.
    public static StorageEngine open(
            Disk disk,
            StorageOptions options,
            Clock clock,
            StorageListener listener,
            StorageThreads threads,
            RandomGenerator random)
            throws IOException {
        for (String directory : List.of(MANIFEST, LOG, DATA)) {
            disk.createDirectories(directory);
        }
        var lock = disk.lock(LOCK);
        try {
            DataDirectory.requireManifest(disk);
            var manifest = Manifest.open(disk, MANIFEST, random);
            try {
                return new StorageEngine(disk, options, clock, listener, threads, random, lock, manifest);
            } catch (IOException | RuntimeException e) {
                manifest.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private StorageEngine(
            Disk disk,
            StorageOptions options,
            Clock clock,
            StorageListener listener,
            StorageThreads threads,
            RandomGenerator random,
            DiskLock lock,
            Manifest manifest)
            throws IOException {
        this.disk = disk;
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        this.threads = threads;
        this.random = random;
        this.lock = lock;
        this.manifest = manifest;
        commits = new Commits(
                manifest, disk, id -> Optional.ofNullable(tables.get(id)).map(EngineTable::metadata));
        schema = manifest.state().schema();
        snapshots = new Snapshots(this);
        // Its bookkeeping is shorter than waking another thread for it would be, and that one would take a
        // processor
        // from readers again and again while the blocks of a new file come in.
        cache = new BlockCache(options.cacheBytes(), Runnable::run);
        try {
            var recovery = new Recovery(this, manifest.state());
            var replayed = recovery.run(tables, generations);
            snapshots.clean();
            log = new CommitLog(
                    disk,
                    LOG,
                    options.commitLog(),
                    clock,
                    random,
                    threads.logSync(),
                    threads.logPrepare(),
                    threads.scheduler(),
                    replayed.nextSequence(),
                    replayed.segments());
            long greatest = Long.MIN_VALUE;
            for (var table : tables.values()) {
                greatest = Math.max(greatest, table.maxTimestamp());
            }
            timestamps = new ServerTimestamps(clock, manifest, threads.flush(), greatest);
            timestamps.prepare();
            maintenance = new Maintenance(this, log, tables.values(), threads);
            log.delete(retiredLog());
            maintenance.retireLog();
            log.prepareFirst();
            snapshots.resumeExpiry();
        } catch (IOException | RuntimeException e) {
            tables.values().forEach(EngineTable::close);
            cache.close();
            throw e;
        }
        tables.values().forEach(this::opened);
    }

    private void opened(EngineTable table) {
        maintenance.scheduleFlush(table);
        listener.tableOpened(table);
    }

    // ---- schema and properties

    public Schema schema() {
        return schema;
    }

    /// Makes schema changes durable together, then effective.
    public void alterSchema(List<SchemaChange> changes) throws IOException {
        synchronized (schemaLock) {
            var after = schema.apply(changes);
            for (var table : tables.values()) {
                if (after.table(table.id()).isEmpty()) {
                    snapshots.beforeLoss("dropped", table);
                }
            }
            alterSchemaWithoutSnapshot(changes);
        }
    }

    /// What is dropped leaves nothing behind.
    void alterSchemaWithoutSnapshot(List<SchemaChange> changes) throws IOException {
        synchronized (schemaLock) {
            var before = schema;
            var after = before.apply(changes);
            var edits = new ArrayList<ManifestEdit>();
            changes.forEach(change -> edits.add(new ManifestEdit.ChangeSchema(change)));
            for (var keyspace : after.keyspaces().values()) {
                for (var table : keyspace.tables().values()) {
                    if (before.table(table.id()).isEmpty()) {
                        // Records of a dropped table that had the same id are not its own.
                        edits.add(new ManifestEdit.FlushedGeneration(table.id(), generations.get()));
                    }
                }
            }
            commit(edits);
            for (var keyspace : after.keyspaces().values()) {
                for (var metadata : keyspace.tables().values()) {
                    var known = tables.get(metadata.id());
                    if (known != null) {
                        known.alter(metadata, keyspace.durableWrites());
                        maintenance.scheduleFlush(known);
                    } else {
                        var table = new EngineTable(this, metadata, keyspace.durableWrites(), List.of());
                        tables.put(metadata.id(), table);
                        opened(table);
                    }
                }
            }
            schema = after;
            for (var id : List.copyOf(tables.keySet())) {
                if (after.table(id).isEmpty()) {
                    var table = tables.remove(id);
                    table.drop();
                    listener.tableDropped(table);
                }
            }
            listener.schemaChanged(before, after);
        }
    }

    /// A small durable fact that was put before.
    public Optional<byte[]> property(String name) {
        return manifest.state().property(name);
    }

    /// Keeps a small fact, durably.
    public void putProperty(String name, byte[] value) throws IOException {
        commit(List.of(new PutProperty(name, Optional.of(value.clone()))));
    }

    /// Forgets it, durably; nothing when there is none.
    public void removeProperty(String name) throws IOException {
        if (property(name).isPresent()) {
            commit(List.of(new PutProperty(name, Optional.empty())));
        }
    }

    /// @throws InvalidRequest there is no such table
    public TableStore table(TableId id) {
        return engineTable(id);
    }

    /// All tables, in no order.
    public Collection<TableStore> tables() {
        return Collections.unmodifiableCollection(tables.values());
    }

    // ---- writing

    /// Logs a mutation and makes it visible.
    ///
    /// @return its log position, for which an answer waits ([#acknowledgeablePosition]); 0 when it is not logged
    /// @throws InvalidRequest it is too large, or for a table that is not there
    /// @throws Overloaded the caller did not wait for [#isWritable], and memory is full
    /// @throws CommitLogUnavailableException the log takes nothing now; the mutation has not happened
    public long apply(Mutation mutation) throws IOException {
        if (!accepting) {
            throw new CommitLogUnavailableException("the node is drained");
        }
        if (mutation.length() > options.maxMutationBytes()) {
            throw new InvalidRequest("Mutation of " + mutation.length() + " bytes is too large for the maximum size of "
                    + options.maxMutationBytes());
        }
        if (maintenance.isOverfull(mutation.length())) {
            throw new Overloaded("Memtables are full: flushes do not keep up with the writes");
        }
        int slot = (int) Thread.currentThread().threadId() & WRITE_SLOTS - 1;
        var kept = writes.getAndSet(slot, null);
        var write = kept == null ? new TableWrite() : kept;
        long position;
        try {
            write.begin(mutation, writtenTables);
            boolean durable = write.enter(log.tail());
            position = durable ? append(write, mutation) : NOT_LOGGED;
            write.apply(mutation, position);
        } finally {
            write.end();
        }
        writes.set(slot, write);
        unchecked += mutation.length();
        if (++applies % CHECK_EVERY == 0 || unchecked > maintenance.checkBytes()) {
            unchecked = 0;
            maintenance.check();
        }
        return position;
    }

    private long append(TableWrite write, Mutation mutation) throws IOException {
        byte[] head = write.head();
        return log.append(head, write.headLength(), mutation.bytes(), mutation.offset(), mutation.length());
    }

    /// All positions up to here are durable.
    public long durablePosition() {
        return log.durablePosition();
    }

    /// Answers that used nothing behind this may leave: it is durable, or in `periodic` no longer in this process
    /// alone.
    public long acknowledgeablePosition() {
        return log.acknowledgeablePosition();
    }

    /// Whether [#handOver] at the end of a tick is what answers wait for: in `periodic`.
    public boolean handsOver() {
        return !log.answersWait();
    }

    /// Gives what is logged to the kernel, in `periodic`; else that is the syncing thread's part. Waits for nobody.
    public void handOver() {
        log.handOver();
    }

    /// Calls `wake` after each advance of [#acknowledgeablePosition], on the thread that made it: it must be quick
    /// and must not throw.
    public void onDurable(Runnable wake) {
        log.onDurable(wake);
    }

    /// Whether a table is being flushed, or waits to be.
    public boolean isFlushing() {
        return tables.values().stream().anyMatch(EngineTable::isFlushing);
    }

    /// Memory that all memtables take, in bytes, until the last who looks at one is gone. At most what the options
    /// allow.
    public long memtableBytes() {
        long bytes = 0;
        for (var generation : held) {
            bytes += generation.memtable().bytes();
        }
        return bytes;
    }

    /// Whether writes should come: there is memory, and the log works.
    public boolean isWritable() {
        return accepting && maintenance.isWritable();
    }

    /// Calls `resume` once, when the engine is writable: now, or later on one of its threads.
    public void whenWritable(Runnable resume) {
        maintenance.whenWritable(resume);
    }

    /// Sleeps until the engine is writable, for callers with a thread of their own.
    ///
    /// @throws IOException the thread was interrupted, and still is
    public void awaitWritable() throws IOException {
        while (!isWritable()) {
            var writable = new CountDownLatch(1);
            whenWritable(writable::countDown);
            try {
                writable.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while memory was full", e);
            }
        }
    }

    /// Who slows writes from now on.
    public void brake(WriteBrake changed) {
        brake = changed;
    }

    /// How long the next write should wait first, see [#resumeAfter]; 0: not at all. Asked once for each.
    public long writeDelayNanos() {
        return brake.delayNanos();
    }

    /// Calls `resume` once, after a while, on one of the engine's threads; not when the engine closes first.
    public void resumeAfter(long delayNanos, Runnable resume) {
        threads.scheduler().schedule(Duration.ofNanos(delayNanos), resume);
    }

    /// A write timestamp greater than all before, also those of earlier lives. Microseconds.
    public long nextTimestampMicros() {
        return timestamps.next();
    }

    // ---- flushing

    /// Writes what a table holds in memory to a file; returns when it is durable.
    public void flush(TableId id) throws IOException {
        maintenance.flush(List.of(engineTable(id)));
    }

    /// Makes all that was applied durable, on this thread.
    public void syncLog() throws IOException {
        log.sync();
    }

    /// Snapshots that were taken, and the way to take more.
    public Snapshots snapshots() {
        return snapshots;
    }

    /// The way for files of elsewhere into a table.
    public Imports imports() {
        return imports;
    }

    /// Keeps what all tables hold now, to go back to while this engine lives. Flushes them first.
    public Savepoint savepoint() throws IOException {
        return Savepoint.take(this);
    }

    /// Reads a table's files to the last block; what is whole of a damaged one takes its place, and the damaged
    /// one is
    /// kept in `damaged/`. One report a file.
    public List<ScrubReport> scrub(TableId id) throws IOException {
        return new Scrub(this, engineTable(id)).run();
    }

    /// Empties a table, durably; with `auto_snapshot` what it held is kept as one first.
    public void truncate(TableId id) throws IOException {
        truncate(id, true);
    }

    /// @param keep as `auto_snapshot` says
    void truncate(TableId id, boolean keep) throws IOException {
        var table = engineTable(id);
        table.flushLock().lock();
        try {
            if (keep) {
                snapshots.beforeLoss("truncated", table);
            }
            table.truncate();
        } finally {
            table.flushLock().unlock();
        }
        listener.sstablesChanged(table);
        maintenance.afterFlush();
    }

    /// Takes no more writes, and flushes all tables.
    public void drain() throws IOException {
        accepting = false;
        maintenance.flush(List.copyOf(tables.values()));
        log.sync();
    }

    /// Stops in order: what was applied is durable then. Nobody may use the engine meanwhile or later.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        accepting = false;
        maintenance.stop();
        threads.close();
        try (lock;
                manifest) {
            log.close();
            timestamps.settle();
        } finally {
            tables.values().forEach(EngineTable::close);
            cache.close();
        }
    }

    // ---- for the parts

    EngineTable engineTable(TableId id) {
        var table = tables.get(id);
        if (table == null) {
            throw new InvalidRequest("unconfigured table " + id);
        }
        return table;
    }

    RowSplit rowSplit() {
        return options.rowSplit();
    }

    MemtableGeneration newGeneration() {
        var generation = new MemtableGeneration(
                generations.incrementAndGet(), new Memtable(Memtable.DEFAULT_SHARDS, options.rowSplit()), this::freed);
        held.add(generation);
        return generation;
    }

    private void freed(MemtableGeneration generation) {
        held.remove(generation);
        var keeper = maintenance;
        if (keeper != null) { // a start frees some before it is there
            keeper.afterFree();
        }
    }

    SSTableId newSSTableId() {
        return SSTableId.random(random);
    }

    /// Gives a reference back. A file that cannot be closed or deleted harms nobody: the next start moves it
    /// aside.
    void release(SSTable file) {
        try {
            file.release();
        } catch (UncheckedIOException e) {
            listener.backgroundError("release of " + file, e.getCause());
        }
    }

    void commit(List<ManifestEdit> edits) throws IOException {
        commits.commit(edits);
    }

    /// Before a file is begun: no edit is in doubt.
    void settleCommits() throws IOException {
        commits.settle();
    }

    /// The newest log segment that does not count any more.
    long retiredLog() {
        return manifest.state().retiredLog();
    }

    boolean answersWait() {
        return options.commitLog().mode() != SyncMode.PERIODIC;
    }

    Flusher flusher() {
        return flusher;
    }

    ServerTimestamps timestamps() {
        return timestamps;
    }

    RandomGenerator random() {
        return random;
    }

    Disk disk() {
        return disk;
    }

    StorageThreads threads() {
        return threads;
    }

    StorageOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    StorageListener listener() {
        return listener;
    }

    /// Blocks in memory, for those who open files of their own and for figures.
    public BlockCache cache() {
        return cache;
    }
}
