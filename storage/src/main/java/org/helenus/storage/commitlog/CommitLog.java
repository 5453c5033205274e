package org.helenus.storage.commitlog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.helenus.storage.Clock;
import org.helenus.storage.Scheduler;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.Disk;

/// The log that is being written.
///
///     writers ── reserve, fill ──▶ LogBuffer ── one write, one force ──▶ segment ──▶ durablePosition, wake
///     (any thread, no lock)        (native)     (the syncing thread)
///
/// [#append] copies a record into memory and returns at once. One task at a time, on the sync executor, writes the
/// contiguous finished records of all who came meanwhile, forces the file, publishes the position up to which all is
/// durable, and calls those who wait. Segments reach the disk in order: bytes of a segment are written only when the
/// one before is synced to its end.
///
/// After a failed write or sync the log is *failed*: nothing more is acknowledged and nothing is taken, until the
/// engine has flushed what memory holds and calls [#restart].
///
/// Threads: `append` and the readers of positions any; the rest is serialised by `lock` or by being one task at a
/// time.
public final class CommitLog implements AutoCloseable {
    private final Disk disk;
    private final String directory;
    private final CommitLogOptions options;
    private final Clock clock;
    private final RandomGenerator random;
    private final Executor syncExecutor;
    private final Executor prepareExecutor;
    private final Scheduler scheduler;
    private final ClosedSegments closedSegments;
    private final Arena arena = Arena.ofShared();
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean forceScheduled = new AtomicBoolean();

    private volatile LogBuffer active;
    private volatile long durable;
    private volatile IOException failure;

    // Guarded by lock.
    private final Object lock = new Object();
    private final ArrayDeque<LogBuffer> queue = new ArrayDeque<>();
    private final ArrayDeque<LogBuffer> spare = new ArrayDeque<>();
    private LogSegment next;
    // Read by anybody.
    private final AtomicLong queuedBytes = new AtomicLong();
    private boolean closed;

    // Guarded by syncLock, which is held during I/O and never taken by writers.
    private final Object syncLock = new Object();
    private boolean unforced;
    private long lastForceNanos;
    private int lastMark;

    /// Opens behind what was replayed; nothing is written before the first append.
    ///
    /// @param sequence of the first new segment: greater than all that are there
    /// @param existing sequences of the segments that are kept from before
    /// @param syncExecutor runs syncs, one at a time
    /// @param prepareExecutor makes the next segment's file ahead of need
    public CommitLog(
            Disk disk,
            String directory,
            CommitLogOptions options,
            Clock clock,
            RandomGenerator random,
            Executor syncExecutor,
            Executor prepareExecutor,
            Scheduler scheduler,
            long sequence,
            List<Long> existing) {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.syncExecutor = syncExecutor;
        this.prepareExecutor = prepareExecutor;
        this.scheduler = scheduler;
        closedSegments = new ClosedSegments(disk, directory, existing);
        lastForceNanos = clock.monotonicNanos();
        synchronized (lock) {
            next = newSegment(sequence);
            startSegment();
        }
        durable = LogPosition.of(sequence, SegmentFormat.HEADER_BYTES);
    }

    /// Makes the first segment's file in the background, so that the first writer does not wait for it.
    public void prepareFirst() {
        prepare(active.segment());
    }

    /// Appends a mutation's record: `head`, then `body`.
    ///
    /// @return its position; it is durable when [#durablePosition] has reached it
    /// @throws CommitLogUnavailableException nothing was appended
    public long append(byte[] head, int headLength, byte[] body, int bodyOffset, int bodyLength)
            throws CommitLogUnavailableException {
        int length = headLength + bodyLength;
        if (length > options.maxRecordBytes()) {
            throw new IllegalArgumentException(
                    "a record of " + length + " bytes; at most " + options.maxRecordBytes() + " fit the log");
        }
        int size = RecordFormat.size(length);
        while (true) {
            var buffer = active;
            int at = buffer.reserve(size);
            if (at >= 0) {
                var segment = buffer.segment();
                int offset = buffer.startOffset() + at;
                RecordFormat.writeMutation(
                        buffer.memory,
                        at,
                        segment.seed(),
                        offset,
                        knownIn(segment),
                        head,
                        headLength,
                        body,
                        bodyOffset,
                        bodyLength);
                requestSync();
                return LogPosition.of(segment.sequence(), offset + size);
            }
            advance(buffer, size);
        }
    }

    /// All records up to here are on the disk.
    public long durablePosition() {
        return durable;
    }

    /// No record that is appended from now on begins before this.
    public long tail() {
        var buffer = active;
        return LogPosition.of(buffer.segment().sequence(), buffer.startOffset() + buffer.reservedEnd());
    }

    /// Calls `wake` after each advance of [#durablePosition], on the syncing thread: it must be quick and not
    /// throw.
    public void onDurable(Runnable wake) {
        wakes.add(wake);
    }

    /// Whether answers wait for the disk.
    public boolean answersWait() {
        return options.mode() != SyncMode.PERIODIC;
    }

    /// Whether the log works; when not, it waits for [#restart].
    public boolean isAvailable() {
        return failure == null;
    }

    /// Whether the disk keeps up with the writers.
    public boolean hasRoom() {
        return queuedBytes.get() + options.bufferBytes() <= options.maxUnsyncedBytes();
    }

    /// Writes and forces all that is appended by now, on this thread.
    ///
    /// @throws CommitLogUnavailableException the log is or became failed
    public void sync() throws CommitLogUnavailableException {
        long target;
        synchronized (lock) {
            target = tail();
        }
        while (true) {
            syncRound(true);
            if (failure != null) {
                throw new CommitLogUnavailableException("its disk failed", failure);
            }
            if (durable >= target) {
                return;
            }
            // Somebody has reserved a record before the target and is about to fill it.
            Thread.onSpinWait();
        }
    }

    /// The newest segment that holds no record at or behind `position`; 0 when there is none. Its predecessors do
    /// not either.
    public long lastSegmentBefore(long position) {
        return closedSegments.lastBefore(LogPosition.sequence(position));
    }

    /// Bytes of the segments that are kept beside the active one.
    public long keptBytes() {
        return (long) closedSegments.count() * options.segmentBytes();
    }

    /// Deletes the segments up to this sequence, oldest first. The manifest must say before that nothing in them
    /// counts.
    public void delete(long through) throws IOException {
        closedSegments.delete(through);
    }

    /// Closes the active segment, so that a later [#delete] can take it.
    public void rotate() {
        synchronized (lock) {
            if (failure == null
                    && !closed
                    && (active.startOffset() > SegmentFormat.HEADER_BYTES || active.reservedEnd() > 0)) {
                active.close();
                active.end(RecordFormat.Kind.END, knownIn(active.segment()));
                closedSegments.add(active.segment().sequence());
                startSegment();
            }
        }
        requestSync();
    }

    /// Gives up the segments that failed and begins a new one. All that was appended before is safe elsewhere: the
    /// engine has flushed it and the manifest says that segments up to [#failedThrough] do not count. What was
    /// waiting is durable then.
    public void restart() throws IOException {
        synchronized (syncLock) {
            LogSegment fresh;
            synchronized (lock) {
                if (failure == null || closed) {
                    return;
                }
                fresh = newSegment(next.sequence() + 1);
            }
            // Before anybody is told: a disk that still fails leaves the log failed.
            fresh.prepare();
            synchronized (lock) {
                for (var buffer : queue) {
                    closedSegments.add(buffer.segment().sequence());
                    closeQuietly(buffer.segment());
                }
                // Not to be used again: a writer may still be filling its record.
                queue.clear();
                queuedBytes.set(0);
                closedSegments.add(next.sequence());
                closeQuietly(next);
                next = fresh;
                startSegment();
                unforced = false;
                failure = null;
            }
            publish(LogPosition.of(fresh.sequence(), SegmentFormat.HEADER_BYTES));
        }
    }

    /// The newest segment that [#restart] gives up.
    public long failedThrough() {
        synchronized (lock) {
            return next.sequence();
        }
    }

    /// Syncs, and marks the log as closed in order. Nobody may append any more.
    @Override
    public void close() throws IOException {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            if (failure == null) {
                sync();
                synchronized (lock) {
                    active.close();
                    if (active.segment().isPrepared()) {
                        active.end(RecordFormat.Kind.CLOSED, knownIn(active.segment()));
                    }
                }
                sync();
            }
        } finally {
            synchronized (syncLock) {
                synchronized (lock) {
                    active.close();
                    for (var buffer : queue) {
                        buffer.segment().close();
                    }
                    next.close();
                    arena.close();
                }
            }
        }
    }

    // ---- writers' side

    private int knownIn(LogSegment segment) {
        long position = durable;
        return LogPosition.sequence(position) == segment.sequence() ? LogPosition.offset(position) : 0;
    }

    /// Puts the next buffer, and when it does not fit the next segment, in the place of a full one.
    private void advance(LogBuffer full, int size) throws CommitLogUnavailableException {
        synchronized (lock) {
            if (failure != null) {
                throw new CommitLogUnavailableException("its disk failed", failure);
            }
            if (closed) {
                throw new CommitLogUnavailableException("it is closed");
            }
            if (active != full) {
                return;
            }
            if (queuedBytes.get() + size > options.maxUnsyncedBytes()) {
                throw new CommitLogUnavailableException("its disk does not keep up");
            }
            var segment = full.segment();
            full.close();
            int offset = full.startOffset() + full.reservedEnd();
            if (offset + size + RecordFormat.MARK_BYTES <= segment.size()) {
                startBuffer(segment, offset, size);
            } else {
                full.end(RecordFormat.Kind.END, knownIn(segment));
                closedSegments.add(segment.sequence());
                startSegment();
                if (size + RecordFormat.MARK_BYTES > active.capacity()) {
                    var small = active;
                    small.close();
                    startBuffer(small.segment(), small.startOffset(), size);
                }
            }
        }
    }

    private void startSegment() {
        var segment = next;
        next = newSegment(segment.sequence() + 1);
        startBuffer(segment, SegmentFormat.HEADER_BYTES, 0);
    }

    private void startBuffer(LogSegment segment, int offset, int size) {
        var buffer = spare.poll();
        int capacity = Math.max(options.bufferBytes(), size + RecordFormat.MARK_BYTES);
        if (buffer == null || buffer.capacity() < capacity) {
            // A record larger than the usual buffer gets one of its own, which the collector takes.
            var owner = capacity > options.bufferBytes() ? Arena.ofAuto() : arena;
            buffer = new LogBuffer(owner, capacity);
        }
        buffer.use(segment, offset, segment.size());
        queue.add(buffer);
        queuedBytes.addAndGet(buffer.capacity());
        active = buffer;
    }

    private LogSegment newSegment(long sequence) {
        return new LogSegment(
                disk, directory, new UUID(random.nextLong(), random.nextLong()), sequence, options.segmentBytes());
    }

    private void recycle(LogBuffer buffer) {
        if (buffer.capacity() == options.bufferBytes() && spare.size() < 2) {
            buffer.clean();
            spare.add(buffer);
        }
    }

    // ---- the syncing side

    private void requestSync() {
        if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        if (answersWait()) {
            syncExecutor.execute(this::scheduledRound);
        } else {
            scheduler.schedule(options.writePeriod(), () -> syncExecutor.execute(this::scheduledRound));
        }
    }

    private void scheduledRound() {
        // Cleared before the look: who appends after the look schedules the next round.
        scheduled.set(false);
        synchronized (syncLock) {
            long left = options.syncPeriod().toNanos() - (clock.monotonicNanos() - lastForceNanos);
            boolean due = answersWait() || left <= 0;
            syncRound(due);
            if (!due && unforced && forceScheduled.compareAndSet(false, true)) {
                scheduler.schedule(Duration.ofNanos(left), () -> {
                    forceScheduled.set(false);
                    syncExecutor.execute(this::scheduledRound);
                });
            }
        }
    }

    /// Writes, and forces when asked, until nothing finished is left.
    private void syncRound(boolean force) {
        synchronized (syncLock) {
            if (failure != null) {
                return;
            }
            try {
                while (step(force)) {}
                prepareNext();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /// Lets each group of records say what was synced before it: so damage is told from a torn tail in all but the
    /// last.
    private void markSynced(LogBuffer buffer) {
        int known = knownIn(buffer.segment());
        if (known > SegmentFormat.HEADER_BYTES && known != lastMark && buffer.finishedEnd() > buffer.written()) {
            int at = buffer.reserve(RecordFormat.MARK_BYTES);
            if (at >= 0) {
                int offset = buffer.startOffset() + at;
                RecordFormat.writeMark(
                        buffer.memory, at, buffer.segment().seed(), offset, RecordFormat.Kind.SYNCED, known);
                lastMark = known;
            }
        }
    }

    /// Serves the oldest segment that has something to write.
    ///
    /// @return whether there may be more
    private boolean step(boolean force) throws IOException {
        LogSegment segment;
        synchronized (lock) {
            segment = queue.peek().segment();
        }
        boolean wrote = false;
        boolean ended = false;
        int end = 0;
        while (!ended) {
            LogBuffer buffer;
            synchronized (lock) {
                buffer = queue.peek();
            }
            if (buffer.segment() != segment) {
                ended = true;
                break;
            }
            markSynced(buffer);
            boolean wasClosed = buffer.isClosed();
            int finished = buffer.finishedEnd();
            if (finished > buffer.written()) {
                segment.prepare().write(buffer.startOffset() + buffer.written(), buffer.takeUpTo(finished));
                wrote = true;
            }
            end = buffer.startOffset() + finished;
            if (!wasClosed || finished < buffer.reservedEnd()) {
                break;
            }
            synchronized (lock) {
                // Alone, it is closed for good; and its last mark may have come since.
                if (queue.size() == 1 || finished < buffer.reservedEnd()) {
                    break;
                }
                queue.poll();
                queuedBytes.addAndGet(-buffer.capacity());
                recycle(buffer);
            }
        }
        unforced |= wrote;
        if (unforced && (force || ended)) {
            segment.prepare().sync();
            unforced = false;
            lastForceNanos = clock.monotonicNanos();
            publish(LogPosition.of(segment.sequence(), end));
        }
        if (ended) {
            segment.close();
            synchronized (lock) {
                // The end of a segment and the beginning of the next are the same place in the log.
                end = queue.peek().startOffset();
                segment = queue.peek().segment();
            }
            publish(LogPosition.of(segment.sequence(), end));
        }
        return ended || wrote;
    }

    private void publish(long position) {
        if (position > durable) {
            durable = position;
            for (var wake : wakes) {
                wake.run();
            }
        }
    }

    private void prepareNext() {
        LogSegment ahead;
        synchronized (lock) {
            if (closed || next.isPrepared() || !active.segment().isPrepared()) {
                return;
            }
            ahead = next;
        }
        prepare(ahead);
    }

    private void prepare(LogSegment segment) {
        prepareExecutor.execute(() -> {
            try {
                segment.prepare();
            } catch (IOException e) {
                // Whoever needs the file tries again, and fails if it still cannot be made.
            }
        });
    }

    private void fail(IOException cause) {
        synchronized (lock) {
            failure = cause;
            active.close();
        }
        for (var wake : wakes) {
            wake.run();
        }
    }

    private static void closeQuietly(LogSegment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            // Its sync failed already; nothing in it counts any more.
        }
    }
}
