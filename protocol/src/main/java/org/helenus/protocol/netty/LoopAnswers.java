package org.helenus.protocol.netty;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.helenus.protocol.Durability;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.frame.SegmentWriter;
import org.helenus.schema.bytes.ByteWriter;

/// The way out for all connections of one event loop, and what they share: its part of the in-flight budget and its
/// buffers.
///
///     answer on the loop ──────────────┐                    ┌─ durable ─▶ encoded ─▶ one write per connection, tick
///     answer elsewhere ──▶ foreign ────┴──▶ position known? ┴─ not yet ─▶ held, by position ─▶ released after sync
///
/// Where the log is only handed over ([Durability#handsOver]), that is done once for all reads of a loop's turn, in
/// the tick that follows them.
///
/// Other threads and the commit log never wake a loop twice: one task at a time is scheduled, and it does all there is
/// to do. Threads: [#deliver] and [#wake] from any; everything else on the loop.
final class LoopAnswers {
    private static final int MAX_POOLED_BYTES = 256 << 10;
    private static final int MAX_POOLED = 64;

    private final EventLoop loop;
    private final Durability durability;
    private final boolean handsOver;
    private final long maxBytesInFlight;
    private final long maxBytesBuffered;
    private final Queue<PendingReply> foreign = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable tick = this::tick;

    private final HeldAnswers<PendingReply> held = new HeldAnswers<>();
    /// Read by the thread that advances the durable position; written on the loop.
    private volatile boolean holding;

    private final EnvelopeWriter envelopes = new EnvelopeWriter();
    private final SegmentWriter segments = new SegmentWriter();
    private final ArrayDeque<ByteWriter> writers = new ArrayDeque<>();
    private final List<ClientChannel> dirty = new ArrayList<>();
    private final ArrayDeque<ClientChannel> waiting = new ArrayDeque<>();
    private long bytesInFlight;
    private long bytesBuffered;
    private boolean ticking;
    /// In a tick that has not yet looked at what it holds.
    private boolean settling;

    LoopAnswers(EventLoop loop, Durability durability, long maxBytesInFlight, long maxBytesBuffered) {
        this.loop = loop;
        this.durability = durability;
        this.handsOver = durability.handsOver();
        this.maxBytesInFlight = maxBytesInFlight;
        this.maxBytesBuffered = maxBytesBuffered;
    }

    EventLoop loop() {
        return loop;
    }

    EnvelopeWriter envelopes() {
        return envelopes;
    }

    SegmentWriter segments() {
        return segments;
    }

    /// Takes an answer from any thread.
    void deliver(PendingReply reply) {
        if (loop.inEventLoop()) {
            settle(reply);
        } else {
            foreign.add(reply);
            schedule();
        }
    }

    /// The durable position moved.
    void wake() {
        // The tick that moves the position itself looks at it next.
        if (holding && !(loop.inEventLoop() && settling)) {
            schedule();
        }
    }

    private void settle(PendingReply reply) {
        if (reply.durablePosition() <= durability.durablePosition()) {
            reply.channel().write(reply);
            return;
        }
        held.add(reply);
        if (!holding) {
            holding = true;
        }
        // The position may have moved between the look above and the flag, unseen by wake().
        if (!settling && (handsOver || held.hasDurable(durability.durablePosition()))) {
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(tick);
        }
    }

    private void tick() {
        scheduled.set(false);
        ticking = true;
        settling = true;
        for (var reply = foreign.poll(); reply != null; reply = foreign.poll()) {
            settle(reply);
        }
        if (handsOver && holding) {
            durability.handOver();
        }
        settling = false;
        long durablePosition = durability.durablePosition();
        while (held.hasDurable(durablePosition)) {
            var reply = held.take();
            reply.channel().write(reply);
        }
        if (holding && held.isEmpty()) {
            holding = false;
        }
        resumeWaiting();
        flushDirty();
        ticking = false;
    }

    private void flushDirty() {
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
    }

    /// The connection has something to send and no tick of its own to send it in.
    void sendSoon(ClientChannel channel) {
        dirty.add(channel);
        if (!ticking) {
            schedule();
        }
    }

    /// Counts a request in. A single one is let in even when it is larger than the whole budget. False: it must
    /// wait.
    boolean acquire(long bytes) {
        if (bytesInFlight > 0 && bytesInFlight + bytes > maxBytesInFlight) {
            return false;
        }
        bytesInFlight += bytes;
        return true;
    }

    void release(long bytes) {
        bytesInFlight -= bytes;
        if (!waiting.isEmpty()) {
            schedule();
        }
    }

    /// Has the connection go on when the budget allows it.
    void await(ClientChannel channel) {
        waiting.add(channel);
    }

    /// Has the connection go on at the end of this tick, or of the next one.
    void resumeSoon(ClientChannel channel) {
        waiting.add(channel);
        if (!ticking) {
            schedule();
        }
    }

    private void resumeWaiting() {
        for (int i = waiting.size(); i > 0 && bytesInFlight < maxBytesInFlight; i--) {
            waiting.remove().resume();
        }
    }

    /// Counts half-received bytes. False: there are too many, this connection must go.
    boolean buffer(long more) {
        bytesBuffered += more;
        return more <= 0 || bytesBuffered <= maxBytesBuffered;
    }

    ByteWriter borrowWriter() {
        var writer = writers.poll();
        return writer == null ? new ByteWriter(1024) : writer;
    }

    void giveBack(ByteWriter writer) {
        if (writers.size() < MAX_POOLED && writer.array().length <= MAX_POOLED_BYTES) {
            writer.reset();
            writers.push(writer);
        }
    }
}
