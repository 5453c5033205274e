package org.helenus.storage.commitlog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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
/// In `periodic` nobody waits for a sync, but an answer still outlives the process: it waits for [#handOver], by
/// which the writers themselves give what is finished to the kernel, at the end of each of their ticks.
///
/// After a failed write or sync the log is *failed*: nothing more is acknowledged and nothing is taken, until the
/// engine has flushed what memory holds and calls [#restart].
///
/// Threads: `append`, `handOver` and the readers of positions any, and none of them waits for the disk; the rest is
/// serialised by the locks. They are taken in the order `syncLock`, `writeLock`, `lock`.
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
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean forceScheduled = new AtomicBoolean();

    private volatile LogBuffer active;
    private volatile long durable;
    /// Up to here all is in the kernel's hands. Written under writeLock.
    private volatile long written;
    /// Somebody came to hand over while another was writing, and relies on that one to look again.
    private volatile boolean handOverWanted;
    private volatile IOException failure;

    // Guarded by lock.
    private final Object lock = new Object();
    private final ArrayDeque<LogBuffer> queue = new ArrayDeque<>();
    private final LogBuffers buffers;
    private LogSegment next;
    // Read by anybody.
    private final AtomicLong queuedBytes = new AtomicLong();
    private boolean closed;

    // Guarded by writeLock, which is held during writes, but not during syncs.
    private final ReentrantLock writeLock = new ReentrantLock();
    /// The oldest segment that is not synced to its end: the only one that may be written.
    private LogSegment writing;
    private int writtenEnd = SegmentFormat.HEADER_BYTES;
    private boolean unforced;
    private int lastMark;
    private boolean released;

    // Guarded by syncLock, which is held during syncs and never taken by writers.
    private final Object syncLock = new Object();
    private long lastForceNanos;
    private final AtomicBoolean roundRequested = new AtomicBoolean();

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
        var archive = options.archive().map(kept -> new LogArchive(disk, kept));
        buffers = new LogBuffers(options.bufferBytes());
        closedSegments = new ClosedSegments(disk, directory, archive, existing);
        lastForceNanos = clock.monotonicNanos();
        synchronized (lock) {
            next = newSegment(sequence);
            startSegment();
            writing = active.segment();
        }
        durable = LogPosition.of(sequence, SegmentFormat.HEADER_BYTES);
        written = durable;
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

    /// Answers that used nothing behind this may leave: it is durable, or in `periodic` no longer in this process
    /// alone.
    public long acknowledgeablePosition() {
        return answersWait() ? durable : Math.max(durable, written);
    }

    /// `periodic`: gives the finished records to the kernel, in one write, so that [#acknowledgeablePosition]
    /// covers
    /// those of this thread, and wakes the others whose answers it covers too. When it does not get so far, because
    /// a record before them is being filled or a segment must be synced first, a later wake does. Waits for nobody.
    public void handOver() {
        if (answersWait()) {
            return;
        }
        handOverWanted = true;
        while (handOverWanted && writeLock.tryLock()) {
            long before = written;
            boolean stuck;
            try {
                handOverWanted = false;
                if (failure != null || released) {
                    return;
                }
                // A segment that is not made yet is made by the syncing thread.
                stuck = !writing.isPrepared() || writeOut();
            } catch (IOException e) {
                fail(e);
                return;
            } finally {
                writeLock.unlock();
            }
            if (stuck) {
                requestRound();
            }
            if (written > before) {
                wake();
            }
        }
    }

    /// No record that is appended from now on begins before this.
    public long tail() {
        var buffer = active;
        return LogPosition.of(buffer.segment().sequence(), buffer.startOffset() + buffer.reservedEnd());
    }

    /// Calls `wake` after each advance of [#acknowledgeablePosition], on the thread that made it: it must be quick
    /// and not throw.
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

    /// Native memory of all buffers.
    long memoryBytes() {
        synchronized (lock) {
            return buffers.bytes();
        }
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
            writeLock.lock();
            try {
                synchronized (lock) {
                    giveUp(fresh);
                }
            } finally {
                writeLock.unlock();
            }
            publish(LogPosition.of(fresh.sequence(), SegmentFormat.HEADER_BYTES));
        }
    }

    /// Under all three locks.
    private void giveUp(LogSegment fresh) {
        for (var buffer : queue) {
            closedSegments.add(buffer.segment().sequence());
            closeQuietly(buffer.segment());
        }
        buffers.abandon(queue);
        queue.clear();
        queuedBytes.set(0);
        closedSegments.add(next.sequence());
        closeQuietly(next);
        next = fresh;
        startSegment();
        writing = fresh;
        writtenEnd = SegmentFormat.HEADER_BYTES;
        unforced = false;
        failure = null;
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
                writeLock.lock();
                try {
                    synchronized (lock) {
                        released = true;
                        active.close();
                        for (var buffer : queue) {
                            buffer.segment().close();
                            buffer.free();
                        }
                        next.close();
                        buffers.close();
                    }
                } finally {
                    writeLock.unlock();
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
        var buffer = buffers.take(size + RecordFormat.MARK_BYTES);
        buffer.use(segment, offset, segment.size());
        queue.add(buffer);
        queuedBytes.addAndGet(buffer.capacity());
        active = buffer;
    }

    private LogSegment newSegment(long sequence) {
        return new LogSegment(
                disk,
                directory,
                new UUID(random.nextLong(), random.nextLong()),
                sequence,
                options.segmentBytes(),
                answersWait());
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

    /// A round soon, whatever the period: somebody waits for more than a write.
    private void requestRound() {
        if (roundRequested.compareAndSet(false, true)) {
            syncExecutor.execute(() -> {
                roundRequested.set(false);
                scheduledRound();
            });
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

    /// Writes the finished records of the segment that is being written. Under writeLock.
    ///
    /// @return whether it is over: written to its end, and a newer one waits for its sync
    private boolean writeOut() throws IOException {
        while (true) {
            LogBuffer buffer;
            synchronized (lock) {
                buffer = queue.peek();
            }
            if (buffer.segment() != writing) {
                return true;
            }
            markSynced(buffer);
            boolean wasClosed = buffer.isClosed();
            int finished = buffer.finishedEnd();
            if (finished > buffer.written()) {
                writing.prepare().write(buffer.startOffset() + buffer.written(), buffer.takeUpTo(finished));
                unforced = true;
                writtenEnd = buffer.startOffset() + finished;
                written = LogPosition.of(writing.sequence(), writtenEnd);
            }
            if (!wasClosed || finished < buffer.reservedEnd()) {
                return false;
            }
            synchronized (lock) {
                // Alone, it is closed for good; and its last mark may have come since.
                if (queue.size() == 1 || finished < buffer.reservedEnd()) {
                    return false;
                }
                queue.poll();
                queuedBytes.addAndGet(-buffer.capacity());
                buffers.giveBack(buffer);
            }
        }
    }

    /// Serves the oldest segment that has something to write. Under syncLock.
    ///
    /// @return whether there may be more
    private boolean step(boolean force) throws IOException {
        LogSegment segment;
        boolean wrote;
        boolean ended;
        boolean sync;
        int end;
        writeLock.lock();
        try {
            handOverWanted = false;
            long before = written;
            ended = writeOut();
            wrote = written > before;
            segment = writing;
            end = writtenEnd;
            sync = unforced && (force || ended);
            if (sync) {
                unforced = false;
            }
        } finally {
            writeLock.unlock();
        }
        if (wrote && !answersWait()) {
            wake();
        }
        if (sync) {
            segment.prepare().sync();
            lastForceNanos = clock.monotonicNanos();
            publish(LogPosition.of(segment.sequence(), end));
        }
        if (ended) {
            segment.close();
            publish(nextWriting());
        }
        return ended || wrote || handOverWanted;
    }

    /// Goes on to the next segment, when the one before is synced to its end, which is the same place in the log as
    /// the beginning of this one.
    private long nextWriting() {
        writeLock.lock();
        try {
            synchronized (lock) {
                writing = queue.peek().segment();
                writtenEnd = queue.peek().startOffset();
            }
            return LogPosition.of(writing.sequence(), writtenEnd);
        } finally {
            writeLock.unlock();
        }
    }

    private void publish(long position) {
        if (position > durable) {
            durable = position;
            wake();
        }
    }

    private void wake() {
        for (var wake : wakes) {
            wake.run();
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
        try {
            prepareExecutor.execute(() -> {
                try {
                    segment.prepare();
                } catch (IOException e) {
                    // Whoever needs the file tries again, and fails if it still cannot be made.
                }
            });
        } catch (RejectedExecutionException e) {
            // The engine is stopping. Whoever needs the file makes it.
        }
    }

    private void fail(IOException cause) {
        synchronized (lock) {
            failure = cause;
            active.close();
        }
        wake();
    }

    private static void closeQuietly(LogSegment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            // Its sync failed already; nothing in it counts any more.
        }
    }
}
