package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.manifest.ManifestEdit;
import org.helenus.storage.memtable.MemtableSnapshot;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.sstable.FilterShare;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.SSTableOptions;
import org.helenus.storage.sstable.SSTableWriter;

/// A table of a [StorageEngine]: its current [TableVersion], and the steps from one to the next.
///
/// `flushLock` is held by whoever flushes or truncates, one at a time. `versionLock` is held while an edit is
/// committed to the manifest and the version that follows it is put in place; the second is taken inside the first.
///
/// Threads: any.
final class EngineTable implements TableStore {
    private final StorageEngine engine;
    private final PartitionLatch latch = new QueuedPartitionLatch();
    private final TableActivity activity;
    private final AtomicBoolean flushRequested = new AtomicBoolean();
    private final AtomicBoolean flushScheduled = new AtomicBoolean();
    private final ReentrantLock flushLock = new ReentrantLock();
    private final ReentrantLock versionLock = new ReentrantLock();

    private volatile TableMetadata metadata;
    private volatile DropTimes readDrops;
    private volatile boolean durableWrites;
    private volatile MemtableGeneration active;
    // Written under versionLock.
    private volatile TableVersion version;
    private volatile boolean dropped;

    EngineTable(StorageEngine engine, TableMetadata metadata, boolean durableWrites, List<LiveSSTable> sstables) {
        this.engine = engine;
        activity = new TableActivity(engine.clock());
        this.metadata = metadata;
        this.durableWrites = durableWrites;
        readDrops = DropTimes.forReads(metadata);
        active = engine.newGeneration();
        // What a file says of its table may be older than what the table says.
        double chance = metadata.options().crcCheckChance();
        sstables.forEach(file -> file.sstable().crcCheckChance(chance));
        version = new TableVersion(List.of(active), sstables, engine);
        active.release(); // the version's reference holds it
    }

    // ---- what readers see

    @Override
    public TableMetadata metadata() {
        return metadata;
    }

    @Override
    public PartitionLatch latch() {
        return latch;
    }

    @Override
    public TableActivity activity() {
        return activity;
    }

    @Override
    public ReadSnapshot snapshot(ReadMode mode) {
        return new PinnedSnapshot(pinned(), readDrops, mode, engine.answersWait());
    }

    @Override
    public LiveSSTables sstables() {
        // The files alone are held: a long merge must not keep memtables that are flushed meanwhile. What
        // these say
        // of their timestamps outlives their rows.
        var pinned = pinned();
        List<LiveSSTable> files = pinned.sstables();
        List<MemtableGeneration> generations = pinned.generations();
        for (var file : files) {
            if (!file.sstable().retain()) {
                throw new IllegalStateException(file.sstable() + " is closed and was pinned");
            }
        }
        pinned.unpin();
        return new LiveSSTables() {
            private final AtomicBoolean closed = new AtomicBoolean();

            @Override
            public List<LiveSSTable> all() {
                return files;
            }

            @Override
            public long minMemtableTimestamp() {
                // What was in memory when the files were pinned, though it be flushed since, and what
                // is there now.
                long now = EngineTable.minMemtableTimestamp(version.generations());
                return Math.min(now, EngineTable.minMemtableTimestamp(generations));
            }

            @Override
            public void close() {
                if (closed.compareAndSet(false, true)) {
                    files.forEach(file -> engine.release(file.sstable()));
                }
            }
        };
    }

    @Override
    public long freeDiskBytes() throws IOException {
        return engine.disk().freeSpace();
    }

    @Override
    public long memtableBytes() {
        long bytes = 0;
        for (var generation : version.generations()) {
            bytes += generation.memtable().bytes();
        }
        return bytes;
    }

    @Override
    public long memtablePartitions() {
        long partitions = 0;
        for (var generation : version.generations()) {
            partitions += generation.memtable().partitions();
        }
        return partitions;
    }

    @Override
    public long memtableCells() {
        var pinned = pinned();
        try {
            long cells = 0;
            for (var generation : pinned.generations()) {
                cells += MemtableCells.of(generation.memtable());
            }
            return cells;
        } finally {
            pinned.unpin();
        }
    }

    @Override
    public long pendingFlushes() {
        // The last is written to, those before it are full.
        return version.generations().size() - 1L;
    }

    private static long minMemtableTimestamp(List<MemtableGeneration> generations) {
        long least = Long.MAX_VALUE;
        for (var generation : generations) {
            least = Math.min(least, generation.memtable().minTimestamp());
        }
        return least;
    }

    private TableVersion pinned() {
        while (true) {
            var current = version;
            if (current.pin()) {
                return current;
            }
            if (dropped) {
                throw unconfigured();
            }
        }
    }

    InvalidRequest unconfigured() {
        return new InvalidRequest("unconfigured table " + metadata.name());
    }

    // ---- writing

    boolean durableWrites() {
        return durableWrites;
    }

    /// The generation that a write goes to, entered.
    MemtableGeneration enter(long logTail) {
        while (true) {
            var generation = active;
            if (generation.enter(logTail)) {
                return generation;
            }
            if (dropped) {
                throw unconfigured();
            }
        }
    }

    /// Applies a partition from the log at the start, when nobody else is there.
    void replay(MutationReader partition, long position) {
        var generation = enter(position >>> Integer.SIZE << Integer.SIZE);
        generation.memtable().apply(partition, position);
        generation.leave();
    }

    /// After the replay: the memtable takes writes under a number greater than those replayed into it.
    void renumber(long number) {
        active.renumber(number);
    }

    /// Whether the table holds these files and nothing in memory.
    boolean holdsJust(Set<SSTableId> files) {
        var current = version;
        if (active.lowerBound() != Long.MAX_VALUE || current.generations().size() > 1) {
            return false; // somebody wrote
        }
        return files.equals(fileIds(current.sstables()));
    }

    /// Its files by now.
    Set<SSTableId> fileIds() {
        return fileIds(version.sstables());
    }

    private static Set<SSTableId> fileIds(List<LiveSSTable> files) {
        var ids = new HashSet<SSTableId>();
        files.forEach(file -> ids.add(file.sstable().id()));
        return ids;
    }

    /// The bytes that the writes go to take.
    long activeBytes() {
        return active.memtable().bytes();
    }

    /// Which generation [#activeBytes] are of.
    long activeGeneration() {
        return active.number();
    }

    /// Whether a flush is under way or was asked for.
    boolean isFlushing() {
        return flushRequested.get() || flushLock.isLocked();
    }

    /// No record that is not flushed lies before this in the log.
    long unflushedBound() {
        long bound = Long.MAX_VALUE;
        var pinned = version;
        for (var generation : pinned.generations()) {
            bound = Math.min(bound, generation.lowerBound());
        }
        // A generation that came since is bounded by a tail that is read later.
        return bound;
    }

    long maxTimestamp() {
        long greatest = Long.MIN_VALUE;
        for (var generation : version.generations()) {
            greatest = Math.max(greatest, generation.memtable().maxTimestamp());
        }
        for (var file : version.sstables()) {
            greatest = Math.max(greatest, file.sstable().maxTimestamp());
        }
        return greatest;
    }

    // ---- schema

    void alter(TableMetadata changed, boolean durable) {
        metadata = changed;
        durableWrites = durable;
        readDrops = DropTimes.forReads(changed);
        double chance = changed.options().crcCheckChance();
        version.sstables().forEach(file -> file.sstable().crcCheckChance(chance));
    }

    /// After the manifest has forgotten the table.
    void drop() {
        versionLock.lock();
        try {
            version.sstables().forEach(file -> file.sstable().deleteWhenReleased());
        } finally {
            versionLock.unlock();
        }
        close();
    }

    /// Lets nobody in any more and gives up the parts, which go when their last reader does.
    void close() {
        versionLock.lock();
        try {
            if (!dropped) {
                dropped = true;
                active.close();
                version.generations().forEach(MemtableGeneration::awaitWriters);
                version.unpin();
            }
        } finally {
            versionLock.unlock();
        }
    }

    // ---- flushing

    AtomicBoolean flushRequested() {
        return flushRequested;
    }

    AtomicBoolean flushScheduled() {
        return flushScheduled;
    }

    ReentrantLock flushLock() {
        return flushLock;
    }

    /// Puts a new generation in the place of the active one and gives all that are to be flushed, newest first,
    /// when the last writer has left them. Under `flushLock`.
    List<MemtableGeneration> closeGeneration() {
        List<MemtableGeneration> closed;
        versionLock.lock();
        try {
            if (dropped) {
                return List.of();
            }
            if (active.lowerBound() == Long.MAX_VALUE && active.memtable().isEmpty()) {
                // Nobody has written since the last time, which may have failed: then there are older
                // ones.
                closed = new ArrayList<>(version.generations());
                closed.remove(active);
            } else {
                closed = version.generations();
                var fresh = engine.newGeneration();
                var generations = new ArrayList<MemtableGeneration>();
                generations.add(fresh);
                generations.addAll(closed);
                install(generations, version.sstables());
                fresh.release();
                active.close();
                active = fresh;
            }
        } finally {
            // Only now: whoever asked while the flush before was written, or until here, gets what he
            // asked for with
            // this one. Another would make a small file of what has come since.
            flushRequested.set(false);
            versionLock.unlock();
        }
        closed.forEach(MemtableGeneration::awaitWriters);
        return closed;
    }

    /// Writes generations to one SSTable; empty when nothing of them is left.
    Optional<SSTable> write(List<MemtableGeneration> generations) throws IOException {
        var table = metadata;
        var sources = new ArrayList<MemtableSnapshot>();
        long partitions = 0;
        long rows = 0;
        for (var generation : generations) {
            sources.add(generation.memtable().snapshot());
            // what the filter is sized by; a row in two of them counts twice
            partitions += generation.memtable().partitions();
            rows += generation.memtable().rows();
        }
        long now = engine.clock().wallMicros() / 1_000;
        var options = SSTableOptions.of(table, partitions, rows, 0, now).sharing(table, filterShare());
        try (var cursor = MergingCursor.rewriting(sources, KeyRange.ALL, DropTimes.forMerges(table), rowSplit());
                var writer = newSSTable(options)) {
            writer.deletions(cursor.deletions());
            while (cursor.next()) {
                writer.append(cursor);
            }
            return writer.isEmpty() ? Optional.empty() : Optional.of(finish(writer));
        }
    }

    /// Of a flushed file, which meets all others.
    private FilterShare filterShare() {
        var share = new FilterShare(metadata.options().bloomFilterFpChance());
        try (var live = sstables()) {
            live.all().forEach(file -> share.beside(file.sstable(), 1));
        }
        return share;
    }

    /// The edits of a flush, for the engine to commit.
    List<ManifestEdit> flushEdits(List<MemtableGeneration> flushed, Optional<SSTable> file, Flusher.Replay replay) {
        var edits = new ArrayList<ManifestEdit>();
        file.ifPresent(table -> edits.add(ManifestEdit.AddSSTable.whole(id(), table.id(), 0)));
        switch (replay) {
            case ENDS ->
                edits.add(new ManifestEdit.FlushedGeneration(
                        id(), flushed.getFirst().number()));
            case GOES_ON -> {}
        }
        return edits;
    }

    ReentrantLock versionLock() {
        return versionLock;
    }

    boolean isDropped() {
        return dropped;
    }

    /// Puts a flushed file in the place of its generations. Under `versionLock`, after the commit; takes the
    /// reference.
    void installFlush(List<MemtableGeneration> flushed, Optional<SSTable> file) {
        var generations = new ArrayList<>(version.generations());
        generations.removeAll(flushed);
        var sstables = new ArrayList<>(version.sstables());
        file.ifPresent(table -> sstables.add(LiveSSTable.whole(table, 0)));
        install(generations, sstables);
        file.ifPresent(engine::release);
    }

    /// Empties the table. Under `flushLock`.
    void truncate() throws IOException {
        var closed = closeGeneration();
        versionLock.lock();
        try {
            if (dropped) {
                return;
            }
            long generation =
                    closed.isEmpty() ? active.number() - 1 : closed.getFirst().number();
            engine.commit(List.of(new ManifestEdit.TruncatedGeneration(id(), generation)));
            version.sstables().forEach(file -> file.sstable().deleteWhenReleased());
            install(List.of(active), List.of());
        } finally {
            versionLock.unlock();
        }
    }

    // ---- compaction

    @Override
    public RowSplit rowSplit() {
        return engine.rowSplit();
    }

    @Override
    public SSTableWriter newSSTable(SSTableOptions options) throws IOException {
        engine.settleCommits();
        String directory = directory(metadata);
        engine.disk().createDirectories(directory);
        var writer = SSTableWriter.create(engine.disk(), directory, engine.newSSTableId(), metadata, options);
        writer.accountedBy(engine.cache());
        return writer;
    }

    @Override
    public SSTable finish(SSTableWriter writer) throws IOException {
        return writer.finish(engine.cache());
    }

    @Override
    public boolean replace(Collection<SSTable> removed, Collection<LiveSSTable> added) throws IOException {
        return replace(removed, List.copyOf(added), Placement.AS_GIVEN);
    }

    @Override
    public boolean add(List<LiveSSTable> files, Placement placement) throws IOException {
        return replace(List.of(), files, placement);
    }

    private boolean replace(Collection<SSTable> removed, List<LiveSSTable> added, Placement placement)
            throws IOException {
        try {
            versionLock.lock();
            try {
                var sstables = new ArrayList<>(version.sstables());
                int before = sstables.size();
                sstables.removeIf(file -> removed.contains(file.sstable()));
                if (dropped || before - sstables.size() != removed.size()) {
                    added.forEach(file -> file.sstable().deleteWhenReleased());
                    return false;
                }
                List<LiveSSTable> placed = placement.place(added, sstables);
                var edits = new ArrayList<ManifestEdit>();
                for (var file : removed) {
                    edits.add(new ManifestEdit.RemoveSSTable(id(), file.id()));
                }
                for (var file : placed) {
                    edits.add(new ManifestEdit.AddSSTable(
                            id(), file.sstable().id(), file.firstToken(), file.lastToken(), file.level()));
                }
                engine.commit(edits);
                for (var file : removed) {
                    if (added.stream().noneMatch(other -> other.sstable().equals(file))) {
                        file.deleteWhenReleased();
                    }
                }
                sstables.addAll(placed);
                install(version.generations(), sstables);
            } finally {
                versionLock.unlock();
            }
        } finally {
            added.forEach(file -> engine.release(file.sstable()));
        }
        engine.listener().sstablesChanged(this);
        return true;
    }

    private void install(List<MemtableGeneration> generations, List<LiveSSTable> sstables) {
        var old = version;
        version = new TableVersion(generations, sstables, engine);
        old.unpin();
    }

    /// Where a table's files lie.
    static String directory(TableMetadata table) {
        return DataDirectory.directory(table);
    }

    static String path(TableMetadata table, SSTableId file) {
        return DataDirectory.path(table, file);
    }
}
