package org.helenus.protocol.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.protocol.frame.SegmentWriter;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.RequestCodec;
import org.helenus.schema.bytes.ByteWriter;

/// The sending half of a [CqlConnection]: stream ids, and requests gathered for one write. Any thread.
final class OutgoingRequests {
    private static final int EARLY_FLUSH_BYTES = 64 << 10;

    private final OutputStream socket;
    private final int version;

    /// Held while writing to the socket, which may last; whoever takes answers must never need it.
    private final ReentrantLock writing = new ReentrantLock();
    // Guarded by `writing`.
    private final EnvelopeWriter envelopes = new EnvelopeWriter();
    private final SegmentWriter segments = new SegmentWriter();
    private final ByteWriter gathered = new ByteWriter(4096);
    private final ByteWriter framed = new ByteWriter(4096);

    /// Taken within `writing` or alone.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition streamFreed = lock.newCondition();
    // Guarded by `lock`.
    private final List<Optional<CompletableFuture<Answer>>> inFlight;
    private final ArrayDeque<Integer> freeStreams = new ArrayDeque<>();
    private Optional<IOException> failure = Optional.empty();

    private volatile Optional<Compression> started = Optional.empty();

    OutgoingRequests(OutputStream socket, int version, int maxInFlight) {
        this.socket = socket;
        this.version = version;
        inFlight = new ArrayList<>(maxInFlight);
        for (int stream = 0; stream < maxInFlight; stream++) {
            inFlight.add(Optional.empty());
            freeStreams.add(stream);
        }
    }

    CompletableFuture<Answer> send(Request request, boolean tracing) throws IOException {
        var future = new CompletableFuture<Answer>();
        writing.lock();
        try {
            int flags = tracing ? EnvelopeFormat.FLAG_TRACING : 0;
            int stream = takeStream(future);
            int start = envelopes.begin(gathered, version, false, flags, stream, request.opcode());
            try {
                RequestCodec.encode(request, version, gathered);
            } catch (RuntimeException e) {
                gathered.truncate(start);
                answered(stream);
                throw e;
            }
            boolean bare = version >= ProtocolVersion.V5;
            envelopes.end(gathered, start, bare ? Compression.NONE : started.orElse(Compression.NONE));
            if (gathered.length() >= EARLY_FLUSH_BYTES) {
                flush();
            }
            return future;
        } finally {
            writing.unlock();
        }
    }

    /// Finds a free stream, and waits for one while all are taken.
    private int takeStream(CompletableFuture<Answer> future) throws IOException {
        flushWhenAllTaken();
        lock.lock();
        try {
            while (freeStreams.isEmpty() && failure.isEmpty()) {
                streamFreed.awaitUninterruptibly();
            }
            checkUsable();
            int stream = freeStreams.remove();
            inFlight.set(stream, Optional.of(future));
            return stream;
        } finally {
            lock.unlock();
        }
    }

    private void flushWhenAllTaken() throws IOException {
        boolean allTaken;
        lock.lock();
        try {
            allTaken = freeStreams.isEmpty();
        } finally {
            lock.unlock();
        }
        if (allTaken) {
            flush();
        }
    }

    void flush() throws IOException {
        writing.lock();
        try {
            checkUsable();
            if (gathered.length() == 0) {
                return;
            }
            if (started.isPresent() && version >= ProtocolVersion.V5) {
                framed.reset();
                segments.write(gathered.array(), 0, gathered.length(), started.get(), framed);
                socket.write(framed.array(), 0, framed.length());
            } else {
                socket.write(gathered.array(), 0, gathered.length());
            }
            gathered.reset();
        } finally {
            writing.unlock();
        }
    }

    boolean isStarting() {
        return started.isEmpty();
    }

    /// From the next request on, what was agreed at STARTUP holds.
    void started(Compression agreed) {
        started = Optional.of(agreed);
    }

    void answered(int stream, Answer answer) {
        answered(stream).ifPresent(future -> future.complete(answer));
    }

    /// Frees a stream, and tells who waited for its answer.
    private Optional<CompletableFuture<Answer>> answered(int stream) {
        lock.lock();
        try {
            if (stream < 0 || stream >= inFlight.size() || inFlight.get(stream).isEmpty()) {
                return Optional.empty();
            }
            freeStreams.add(stream);
            streamFreed.signal();
            return inFlight.set(stream, Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be answered.
    void fail(IOException cause) {
        List<CompletableFuture<Answer>> unanswered = new ArrayList<>();
        lock.lock();
        try {
            if (failure.isEmpty()) {
                failure = Optional.of(cause);
            }
            for (int stream = 0; stream < inFlight.size(); stream++) {
                inFlight.get(stream).ifPresent(unanswered::add);
                inFlight.set(stream, Optional.empty());
            }
            streamFreed.signalAll();
        } finally {
            lock.unlock();
        }
        for (var future : unanswered) {
            future.completeExceptionally(cause);
        }
    }

    private void checkUsable() throws IOException {
        lock.lock();
        try {
            if (failure.isPresent()) {
                throw new IOException(failure.get().getMessage(), failure.get());
            }
        } finally {
            lock.unlock();
        }
    }
}
