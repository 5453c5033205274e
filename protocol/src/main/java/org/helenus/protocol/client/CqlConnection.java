package org.helenus.protocol.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.Envelope;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.EnvelopeReader;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.protocol.frame.RejectedFrame;
import org.helenus.protocol.message.AuthResponse;
import org.helenus.protocol.message.AuthSuccess;
import org.helenus.protocol.message.Authenticate;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.EventType;
import org.helenus.protocol.message.Execute;
import org.helenus.protocol.message.Options;
import org.helenus.protocol.message.Prepare;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Register;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.ResponseCodec;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.Startup;
import org.helenus.protocol.message.Supported;
import org.helenus.schema.error.BadCredentials;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// One connection to a server of the native protocol.
///
/// Blocking calls wait for their answer; [#send] and [#flush] pipeline. A daemon thread reads the answers, and runs
/// the event listener and what hangs on the futures, so these must be quick. Any thread may send.
/// Errors: what the server says is its [CqlException], what happens to the socket is an [IOException].
public final class CqlConnection implements AutoCloseable {
    private static final String CQL_VERSION = "3.0.0";
    private static final int RECEIVE_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 256 << 20;

    private final ConnectOptions options;
    private final Socket socket;
    private final OutgoingRequests outgoing;
    private final EnvelopeReader reader = EnvelopeReader.ofResponses(MAX_BODY_BYTES);
    private volatile Consumer<Event> listener = _ -> {};

    private CqlConnection(ConnectOptions options, Socket socket) throws IOException {
        this.options = options;
        this.socket = socket;
        this.outgoing = new OutgoingRequests(socket.getOutputStream(), options.version(), options.maxInFlight());
    }

    /// Connects and starts.
    public static CqlConnection connect(ConnectOptions options) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(options.host(), options.port()),
                    Math.toIntExact(options.connectTimeout().toMillis()));
            socket.setTcpNoDelay(true);
            var connection = new CqlConnection(options, socket);
            Thread.ofPlatform().daemon().name("cql-connection").start(connection::receive);
            connection.start();
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void start() throws IOException {
        Map<String, String> startup = new HashMap<>();
        startup.put(Startup.CQL_VERSION, CQL_VERSION);
        startup.put(Startup.DRIVER_NAME, "helenus");
        if (options.compression() != Compression.NONE) {
            startup.put(Startup.COMPRESSION, options.compression().wireName());
        }
        switch (request(new Startup(startup)).response()) {
            case Ready _ -> {}
            case Authenticate _ -> authenticate();
            case Response other -> throw unexpected(other);
        }
    }

    private void authenticate() throws IOException {
        var credentials = options.credentials()
                .orElseThrow(() -> new BadCredentials("The server wants a login, and none was given"));
        byte[] token = ("\0" + credentials.user() + "\0" + credentials.password()).getBytes(StandardCharsets.UTF_8);
        var response = request(new AuthResponse(Optional.of(token))).response();
        if (!(response instanceof AuthSuccess)) {
            throw unexpected(response);
        }
    }

    /// What the server supports.
    public Map<String, List<String>> supported() throws IOException {
        var response = request(new Options()).response();
        if (response instanceof Supported supported) {
            return supported.options();
        }
        throw unexpected(response);
    }

    /// Executes a statement without values at consistency ONE.
    public Answer query(String cql) throws IOException {
        return query(cql, QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY));
    }

    public Answer query(String cql, QueryParameters parameters) throws IOException {
        return request(new Query(cql, parameters));
    }

    /// The rows of a statement, its first page when the server ends one.
    public Page rows(String cql) throws IOException {
        return page(query(cql));
    }

    /// The rows of an answer that tells its columns itself.
    public static Page page(Answer answer) {
        if (answer.response() instanceof RowsResult rows) {
            return Page.of(rows, List.of());
        }
        throw unexpected(answer.response());
    }

    public PreparedResult prepare(String cql) throws IOException {
        var response = request(new Prepare(cql, Optional.empty())).response();
        if (response instanceof PreparedResult prepared) {
            return prepared;
        }
        throw unexpected(response);
    }

    public Answer execute(PreparedResult prepared, QueryParameters parameters) throws IOException {
        return request(new Execute(prepared.id(), prepared.resultMetadataId(), parameters));
    }

    /// Has events of these types given to `eventListener` from here on.
    public void register(Set<EventType> events, Consumer<Event> eventListener) throws IOException {
        listener = eventListener;
        var response = request(new Register(events)).response();
        if (!(response instanceof Ready)) {
            throw unexpected(response);
        }
    }

    /// Sends a request and waits for its answer.
    ///
    /// @throws CqlException the server's error
    public Answer request(Request request) throws IOException {
        return request(request, false);
    }

    /// Likewise, and asks the server to trace it.
    public Answer request(Request request, boolean tracing) throws IOException {
        var future = outgoing.send(request, tracing);
        outgoing.flush();
        try {
            var answer = future.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (answer.response() instanceof ErrorResponse error) {
                throw error.error();
            }
            return answer;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("No answer within " + options.timeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /// Puts a request on its way without waiting; it leaves with the next [#flush], or when enough have gathered.
    /// The future holds the server's answer, errors too, and fails only with the connection. Waits while too many
    /// are in flight.
    public CompletableFuture<Answer> send(Request request) throws IOException {
        return outgoing.send(request, false);
    }

    /// Sends what [#send] gathered.
    public void flush() throws IOException {
        outgoing.flush();
    }

    private static ProtocolError unexpected(Response response) {
        return new ProtocolError("Unexpected answer " + response.opcode());
    }

    // ---- the reading thread

    private void receive() {
        byte[] buffer = new byte[RECEIVE_BYTES];
        try (InputStream in = socket.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                reader.append(Arrays.copyOf(buffer, count), 0, count);
                while (reader.next()) {
                    take(reader.envelope());
                }
            }
            outgoing.fail(new IOException("The server closed the connection"));
        } catch (IOException e) {
            outgoing.fail(e);
        } catch (RejectedFrame | RuntimeException e) {
            outgoing.fail(new IOException("The server sent what cannot be read: " + e.getMessage(), e));
        } finally {
            close();
        }
    }

    private void take(Envelope envelope) {
        var opcode = Opcode.of(envelope.opcode())
                .orElseThrow(() -> new ProtocolError("Unknown opcode " + envelope.opcode()));
        var body = envelope.body(options.compression(), MAX_BODY_BYTES);
        var extras = ResponseCodec.decodeExtras(envelope.flags(), body);
        var response = ResponseCodec.decode(opcode, envelope.version(), body);
        if (envelope.stream() == EnvelopeFormat.EVENT_STREAM && response instanceof Event event) {
            listener.accept(event);
            return;
        }
        if ((response instanceof Ready || response instanceof Authenticate) && outgoing.isStarting()) {
            outgoing.started(options.compression());
            if (options.version() >= ProtocolVersion.V5) {
                reader.startSegments(options.compression());
            }
        }
        outgoing.answered(envelope.stream(), new Answer(response, extras));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost with a socket that cannot even be closed: every answer it owed has failed by
            // now.
            outgoing.fail(e);
        }
    }
}
