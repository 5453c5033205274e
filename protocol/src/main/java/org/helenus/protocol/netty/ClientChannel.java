package org.helenus.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.protocol.Connection;
import org.helenus.protocol.RequestHandler;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.Envelope;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.EnvelopeReader;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.protocol.frame.RejectedFrame;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.EventType;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Register;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.RequestCodec;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.Startup;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.error.ServerError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: bytes to requests, in the order they came; answers to bytes, in the order they are ready.
///
/// All frames of one socket read are decoded and handled at once, and their answers leave in one write when the read
/// is complete. While a budget is used up or the client does not read, nothing more is decoded or read.
/// Threads: the event loop, but for what [Connection] lets anyone see.
final class ClientChannel extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientChannel.class);
    /// How long a client that was told a fatal error may take to hang up.
    private static final long LINGER_MILLIS = 1000;
    /// Counted for a request beside its bytes.
    private static final int REQUEST_OVERHEAD_BYTES = 256;

    private final long id;
    private final SocketChannel channel;
    private final NativeServerOptions options;
    private final RequestHandler handler;
    private final LoopAnswers answers;
    private final ClientOutput output;
    private final EnvelopeReader reader;

    private ConnectionStage stage = ConnectionStage.STARTING;
    private Negotiation negotiation = new Negotiation(Compression.NONE, false);
    private Optional<Future<?>> startupLimit = Optional.empty();
    /// Decoded, but kept back by a budget.
    private Optional<Envelope> kept = Optional.empty();
    private boolean reading;
    private boolean paused;
    private boolean closing;
    private boolean draining;
    private boolean dirty;
    private int requestsInFlight;
    private long bytesInFlight;
    private long bytesBuffered;

    /// Written on the loop, seen by any thread.
    private final AtomicLong requestCount = new AtomicLong();
    private volatile int version = ProtocolVersion.HIGHEST;
    private volatile Map<String, String> startupOptions = Map.of();
    private volatile Compression compression = Compression.NONE;
    private volatile Set<EventType> registered = Set.of();
    private volatile Optional<Object> attachment = Optional.empty();

    ClientChannel(
            long id, SocketChannel channel, NativeServerOptions options, RequestHandler handler, LoopAnswers answers) {
        this.id = id;
        this.channel = channel;
        this.options = options;
        this.handler = handler;
        this.answers = answers;
        this.output = new ClientOutput(channel, answers);
        this.reader = EnvelopeReader.ofRequests(options.maxFrameBytes());
    }

    // ---- the socket

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startupLimit = Optional.of(channel.eventLoop()
                .schedule(this::hangUp, options.startupTimeout().toMillis(), TimeUnit.MILLISECONDS));
        handler.connected(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var received = (ByteBuf) message;
        byte[] bytes;
        try {
            if (closing) {
                return;
            }
            bytes = new byte[received.readableBytes()];
            received.readBytes(bytes);
        } finally {
            ReferenceCountUtil.release(received);
        }
        reading = true;
        reader.append(bytes, 0, bytes.length);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        output.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        startupLimit.ifPresent(limit -> limit.cancel(false));
        kept = Optional.empty();
        answers.buffer(-bytesBuffered);
        bytesBuffered = 0;
        handler.closed(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && requestsInFlight == 0) {
            hangUp();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Connection {} from {} failed", id, remoteAddress(), cause);
        }
        hangUp();
    }

    private void hangUp() {
        closing = true;
        var _ = channel.close();
    }

    // ---- requests

    /// Goes on after a pause.
    void resume() {
        if (!paused || closing || draining) {
            return;
        }
        paused = false;
        reading = true;
        process();
        reading = false;
        output.flush();
        if (!paused && !closing) {
            channel.config().setAutoRead(true);
        }
    }

    private void process() {
        while (!paused && !closing) {
            if (kept.isPresent()) {
                var envelope = kept.get();
                kept = Optional.empty();
                admit(envelope);
                continue;
            }
            try {
                if (!reader.next()) {
                    break;
                }
            } catch (RejectedFrame rejected) {
                reject(rejected);
                continue;
            }
            admit(reader.envelope());
        }
        countBuffered();
    }

    private void admit(Envelope envelope) {
        if (!channel.isWritable()) {
            pause(envelope);
            return;
        }
        long bytes = (long) envelope.length() + REQUEST_OVERHEAD_BYTES;
        boolean fitsHere = bytesInFlight == 0 || bytesInFlight + bytes <= options.maxBytesInFlightPerConnection();
        if (!fitsHere || !answers.acquire(bytes)) {
            if (negotiation.throwOnOverload()) {
                answer(
                        envelope,
                        new ErrorResponse(new Overloaded(
                                "Too many bytes of requests are in flight; the request was not executed")));
            } else {
                if (fitsHere) {
                    answers.await(this);
                }
                pause(envelope);
            }
            return;
        }
        bytesInFlight += bytes;
        requestsInFlight++;
        requestCount.setOpaque(requestCount.getPlain() + 1);
        dispatch(envelope, bytes);
    }

    private void pause(Envelope envelope) {
        kept = Optional.of(envelope);
        paused = true;
        channel.config().setAutoRead(false);
    }

    private void dispatch(Envelope envelope, long bytes) {
        boolean tracing = envelope.has(EnvelopeFormat.FLAG_TRACING);
        var reply = new PendingReply(this, envelope.version(), envelope.stream(), tracing, bytes);
        try {
            handler.handle(decode(envelope, reply), this, reply);
        } catch (CqlException e) {
            failOnce(reply, e);
        } catch (RuntimeException e) {
            LOG.error("A request of connection {} from {} failed", id, remoteAddress(), e);
            failOnce(reply, new ServerError("The server failed on this request; its log tells more"));
        }
    }

    private static void failOnce(PendingReply reply, CqlException error) {
        if (!reply.isSent()) {
            reply.fail(error);
        }
    }

    /// The request, checked against the state of the connection and taken over into it.
    private Request decode(Envelope envelope, PendingReply reply) {
        var opcode = Opcode.of(envelope.opcode())
                .filter(Opcode::isRequest)
                .orElseThrow(() -> new ProtocolError("Unknown opcode " + envelope.opcode()));
        stage.check(opcode);
        var body = envelope.body(compression, options.maxFrameBytes());
        if (envelope.has(EnvelopeFormat.FLAG_CUSTOM_PAYLOAD) && envelope.version() >= ProtocolVersion.V4) {
            reply.customPayload(body.bytesMap());
        }
        var request = RequestCodec.decode(opcode, envelope.version(), body);
        if (stage == ConnectionStage.STARTING) {
            version = envelope.version();
        }
        if (request instanceof Startup startup) {
            negotiation = Negotiation.of(startup, envelope.version());
            startupOptions = startup.options();
            reader.pinVersion(envelope.version());
            stage = ConnectionStage.NEGOTIATING;
        } else if (request instanceof Register register) {
            register(register);
        }
        return request;
    }

    /// Adds to what was registered before.
    private void register(Register register) {
        var all = EnumSet.noneOf(EventType.class);
        all.addAll(registered);
        all.addAll(register.events());
        registered = Set.copyOf(all);
    }

    private void reject(RejectedFrame rejected) {
        if (rejected.version() < ProtocolVersion.LOWEST) {
            output.appendOldError(
                    rejected.version(), rejected.stream(), rejected.error().code(), rejected.getMessage());
        } else {
            output.append(rejected.version(), rejected.stream(), new ErrorResponse(rejected.error()), Extras.NONE);
        }
        if (rejected.fatal()) {
            closeAfterFlush();
        }
    }

    /// Counts what is received and not used against the loop's budget.
    private void countBuffered() {
        long now = closing ? 0 : reader.bufferedBytes();
        long more = now - bytesBuffered;
        bytesBuffered = now;
        if (!answers.buffer(more)) {
            output.append(
                    version,
                    EnvelopeFormat.EVENT_STREAM,
                    new ErrorResponse(new Overloaded("Too many bytes of incomplete requests are held")),
                    Extras.NONE);
            closeAfterFlush();
        }
    }

    // ---- answers

    /// Writes an answer whose position is durable.
    void write(PendingReply reply) {
        bytesInFlight -= reply.requestBytes();
        requestsInFlight--;
        answers.release(reply.requestBytes());
        if (channel.isActive()) {
            append(reply.version(), reply.stream(), reply.response(), reply.extras());
            if (stage != ConnectionStage.READY) {
                advance(reply);
            }
        }
        if (draining && requestsInFlight == 0) {
            closeAfterFlush();
        } else if (paused) {
            answers.resumeSoon(this);
        }
    }

    private void answer(Envelope envelope, ErrorResponse error) {
        append(envelope.version(), envelope.stream(), error, Extras.NONE);
    }

    private void append(int answerVersion, int stream, Response response, Extras extras) {
        try {
            output.append(answerVersion, stream, response, extras);
        } catch (RuntimeException e) {
            LOG.error("An answer to connection {} from {} cannot be encoded", id, remoteAddress(), e);
            var error = new ServerError("The answer cannot be encoded; the server's log tells more");
            output.append(answerVersion, stream, new ErrorResponse(error), Extras.NONE);
        }
        if (!reading && !dirty) {
            dirty = true;
            answers.sendSoon(this);
        }
    }

    /// Moves on after the answer to a STARTUP or AUTH_RESPONSE.
    private void advance(PendingReply reply) {
        var next = stage.after(reply.response());
        if (next == stage) {
            return;
        }
        if (stage == ConnectionStage.NEGOTIATING && next != ConnectionStage.STARTING) {
            compression = negotiation.compression();
            if (reply.version() >= ProtocolVersion.V5) {
                output.startSegments(compression);
                reader.startSegments(compression);
            } else {
                output.compress(compression);
            }
        }
        stage = next;
        if (stage == ConnectionStage.READY) {
            startupLimit.ifPresent(limit -> limit.cancel(false));
        }
    }

    /// The end of a loop's tick.
    void flush() {
        dirty = false;
        output.flush();
    }

    /// Tells an event, when the client registered for it.
    void push(Event event) {
        if (stage == ConnectionStage.READY && !closing && registered.contains(event.type())) {
            append(version, EnvelopeFormat.EVENT_STREAM, event, Extras.NONE);
        }
    }

    // ---- the end

    /// Takes no more requests, and closes when those taken are answered.
    void drain() {
        draining = true;
        paused = true;
        channel.config().setAutoRead(false);
        if (requestsInFlight == 0) {
            closeAfterFlush();
        }
    }

    /// Sends what is gathered and hangs up. What the client still sends is read and dropped for a moment: closing
    /// with unread bytes would reset the connection, and the client might never see its answer.
    private void closeAfterFlush() {
        if (closing) {
            return;
        }
        closing = true;
        output.flushAndEnd();
        channel.config().setAutoRead(true);
        var _ = channel.eventLoop().schedule(this::hangUp, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    boolean awaitClosed(long nanos) throws InterruptedException {
        return channel.closeFuture().await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        channel.eventLoop().execute(this::closeAfterFlush);
    }

    // ---- what anyone may see

    LoopAnswers answers() {
        return answers;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Compression compression() {
        return compression;
    }

    @Override
    public Map<String, String> options() {
        return startupOptions;
    }

    @Override
    public Optional<String> driverName() {
        return Optional.ofNullable(startupOptions.get(Startup.DRIVER_NAME));
    }

    @Override
    public Optional<String> driverVersion() {
        return Optional.ofNullable(startupOptions.get(Startup.DRIVER_VERSION));
    }

    @Override
    public Set<EventType> registeredEvents() {
        return registered;
    }

    @Override
    public long requestCount() {
        return requestCount.getOpaque();
    }

    @Override
    public Optional<Object> attachment() {
        return attachment;
    }

    @Override
    public void attach(Object value) {
        attachment = Optional.of(value);
    }

    @Override
    public Executor eventLoop() {
        return channel.eventLoop();
    }
}
