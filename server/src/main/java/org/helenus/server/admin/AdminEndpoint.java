package org.helenus.server.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.helenus.schema.error.CqlException;
import org.helenus.storage.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for orders on loopback: HTTP/1.1, one request a connection, JSON answers. Nobody gets more than a refusal
/// without the token of [AdminAddress].
///
/// It is there in addition: a node that cannot listen here says so in its log and serves its clients all the same.
/// Orders run on a few threads of their own, started when first needed; when all are busy the answer is 503. An answer
/// comes when the order is carried out.
///
/// Threads: any.
public final class AdminEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_ORDERS = 16;
    private static final int BACKLOG = 50;
    /// For a request to go on, and for all of it: who has no token must not keep those busy who serve others.
    private static final int READ_MILLIS = 2_000;

    private static final long REQUEST_NANOS = 4_000_000_000L;

    private static final long PAUSE_NANOS = 100_000_000;
    private static final long CLOSE_SECONDS = 10;

    private final AdminCommands commands;
    private final Clock clock;
    private final Path directory;
    private final byte[] token;
    private final ServerSocket listener;
    private final ThreadPoolExecutor orders;

    private AdminEndpoint(AdminCommands commands, Clock clock, Path directory, byte[] token, ServerSocket listener) {
        this.commands = commands;
        this.clock = clock;
        this.directory = directory;
        this.token = token;
        this.listener = listener;
        orders = new ThreadPoolExecutor(
                0,
                MAX_ORDERS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("admin-", 1).factory());
    }

    /// @param port 0, or one that somebody else has: any free one
    /// @param directory where the address is left
    /// @return empty when it cannot listen, which was logged
    public static Optional<AdminEndpoint> start(
            int port, Path directory, RandomGenerator random, Clock clock, AdminCommands commands) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        try {
            var listener = listen(port);
            try {
                var host = listener.getInetAddress().getHostAddress();
                new AdminAddress(host, listener.getLocalPort(), token).leaveIn(directory);
            } catch (IOException | UnsupportedOperationException e) {
                listener.close();
                throw e;
            }
            var endpoint =
                    new AdminEndpoint(commands, clock, directory, token.getBytes(StandardCharsets.US_ASCII), listener);
            Thread.ofPlatform().daemon().name("admin").start(endpoint::accept);
            return Optional.of(endpoint);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.error("There is no admin endpoint, so nodetool cannot reach this node", e);
            return Optional.empty();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        try {
            return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            if (port == 0) {
                throw e;
            }
            var any = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            LOG.info("Somebody else has the admin port {}; nodetool reaches this node on {}", port, any.getLocalPort());
            return any;
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                socket.setSoTimeout(READ_MILLIS);
                try {
                    orders.execute(() -> serve(socket));
                } catch (RejectedExecutionException e) {
                    try (socket) {
                        answer(socket, 503, error("too many orders are under way"));
                    }
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("The admin endpoint lost a connection: {}", e.getMessage());
                    LockSupport.parkNanos(PAUSE_NANOS); // where files are short, it goes on failing
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            int status = 200;
            String json;
            try {
                long begin = clock.monotonicNanos();
                var request = AdminRequest.read(
                        socket.getInputStream(), () -> clock.monotonicNanos() - begin > REQUEST_NANOS);
                if (request.isEmpty()) {
                    return;
                }
                json = run(request.get());
            } catch (AdminException e) {
                status = e.status();
                json = error(e.getMessage());
            }
            answer(socket, status, json);
        } catch (IOException e) {
            LOG.debug("A client of the admin endpoint went away", e);
        }
    }

    private String run(AdminRequest request) throws AdminException {
        if (!isAllowed(request.token())) {
            throw new AdminException(401, "the token is missing or wrong");
        }
        if (request.method().equals("POST")) {
            LOG.info("Ordered: {} {}", request.path(), request.parameters());
        }
        try {
            return commands.run(request);
        } catch (CqlException e) {
            throw AdminException.failed(e.getMessage());
        } catch (IOException e) {
            LOG.warn("{} {} failed: {}", request.method(), request.path(), e.toString());
            throw AdminException.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            throw AdminException.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /// In a time that does not depend on where a wrong token differs.
    private boolean isAllowed(Optional<String> shown) {
        return MessageDigest.isEqual(shown.orElse("").getBytes(StandardCharsets.UTF_8), token);
    }

    private static String error(String message) {
        return new JsonWriter().object().field("error", message).end().toString();
    }

    private static void answer(Socket socket, int status, String json) throws IOException {
        var body = (json + "\n").getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 " + status + " " + (status == 200 ? "OK" : "Refused") + "\r\n"
                + "Content-Type: application/json; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Connection: close\r\n\r\n";
        var out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    /// Takes no more orders, and takes the address away.
    public void stopListening() {
        try {
            listener.close();
            AdminAddress.removeFrom(directory);
        } catch (IOException e) {
            LOG.warn("The address of the admin endpoint stays in {}; it is worth nothing any more", directory, e);
        }
        orders.shutdown();
    }

    /// Takes no more orders and waits for those under way, but not for ever: what they then touch is closed.
    @Override
    public void close() {
        stopListening();
        try {
            if (!orders.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An order does not end; the node stops without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
