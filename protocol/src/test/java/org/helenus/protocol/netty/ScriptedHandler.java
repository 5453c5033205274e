package org.helenus.protocol.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.helenus.protocol.Connection;
import org.helenus.protocol.Reply;
import org.helenus.protocol.RequestHandler;
import org.helenus.protocol.message.AuthResponse;
import org.helenus.protocol.message.Batch;
import org.helenus.protocol.message.Execute;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Options;
import org.helenus.protocol.message.Prepare;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Register;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.Startup;
import org.helenus.protocol.message.Supported;
import org.helenus.protocol.message.VoidResult;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.schema.type.NativeType;

/// Answers by what the query's text says:
/// `void` · `echo` (the bound values as one row) · `blob n` (one value of n bytes) · `later` (the test answers) ·
/// `hold p` (void, at position p) · `unavailable` · `bug`.
final class ScriptedHandler implements RequestHandler {
    static final List<ColumnSpec> ONE_BLOB = List.of(new ColumnSpec("k", "t", "v", NativeType.BLOB));

    final BlockingQueue<Reply> later = new LinkedBlockingQueue<>();
    final BlockingQueue<Connection> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<Connection> closed = new LinkedBlockingQueue<>();

    @Override
    public void connected(Connection connection) {
        connected.add(connection);
    }

    @Override
    public void closed(Connection connection) {
        closed.add(connection);
    }

    @Override
    public void handle(Request request, Connection connection, Reply reply) {
        switch (request) {
            case Startup _, Register _ -> reply.send(new Ready(), 0);
            case Options _ -> reply.send(Supported.with("3.4.7"), 0);
            case Query query -> answer(query.cql(), query.parameters().values(), reply);
            case Prepare prepare ->
                reply.send(
                        new PreparedResult(
                                prepare.cql().getBytes(UTF_8), new byte[16], ONE_BLOB, new int[] {0}, ONE_BLOB),
                        0);
            case Execute execute ->
                answer(new String(execute.id(), UTF_8), execute.parameters().values(), reply);
            case Batch batch -> reply.send(rows(List.of(new byte[batch.entries().size()])), 0);
            case AuthResponse _ -> throw new IllegalStateException("nobody asked for a login");
        }
    }

    private void answer(String script, BoundValues values, Reply reply) {
        var words = script.split(" ", -1);
        switch (words[0]) {
            case "void" -> reply.send(new VoidResult(), extras(reply), 0);
            case "echo" -> {
                var copies = new ArrayList<byte[]>();
                for (int i = 0; i < values.count(); i++) {
                    copies.add(values.copy(i));
                }
                reply.send(rows(copies), extras(reply), 0);
            }
            case "blob" -> reply.send(rows(List.of(new byte[Integer.parseInt(words[1])])), 0);
            case "later" -> later.add(reply);
            case "hold" -> reply.send(new VoidResult(), Long.parseLong(words[1]));
            case "unavailable" -> throw new Unavailable("Cannot achieve", ConsistencyLevel.TWO, 2, 1);
            case "bug" -> throw new ArithmeticException("a bug");
            default -> throw new IllegalArgumentException(script);
        }
    }

    private static Extras extras(Reply reply) {
        return new Extras(
                reply.tracing() ? Optional.of(new UUID(1, 2)) : Optional.empty(), List.of("a warning"), Map.of());
    }

    static RowsResult rows(List<byte[]> values) {
        var content = new ByteWriter();
        for (var value : values) {
            content.i32(value.length);
            content.bytes(value);
        }
        return new RowsResult(ONE_BLOB, false, content, values.size(), Optional.empty(), Optional.empty());
    }
}
