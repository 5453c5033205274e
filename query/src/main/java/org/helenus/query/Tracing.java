package org.helenus.query;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.query.expression.Environment;
import org.helenus.query.expression.Numbers;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// Requests whose client asks for it leave rows in `system_traces`: one for the session, which has a duration once the
/// answer is known, and one for each step. They live for a day. Where that keyspace does not exist, nothing is traced.
///
/// Threads: any.
final class Tracing {
    /// Of every session, as in Cassandra: batches are queries, too.
    private static final String COMMAND = "QUERY";
    private static final String BEGIN = "INSERT INTO system_traces.sessions (session_id, client, command, coordinator,"
            + " coordinator_port, parameters, request, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TTL 86400";
    private static final String END =
            "INSERT INTO system_traces.sessions (session_id, duration) VALUES (?, ?) USING TTL 86400";
    private static final String STEP = "INSERT INTO system_traces.events (session_id, event_id, activity, source,"
            + " source_port, source_elapsed, thread) VALUES (?, ?, ?, ?, ?, ?, ?) USING TTL 86400";

    private final QueryProcessor processor;
    private final NodeDescription node;
    private final org.helenus.storage.Clock clock;
    private final Environment environment;
    private final Session session = Session.internal();

    Tracing(QueryProcessor processor, NodeDescription node, org.helenus.storage.Clock clock, Environment environment) {
        this.processor = processor;
        this.node = node;
        this.clock = clock;
        this.environment = environment;
    }

    /// What a request does, in the words that clients print.
    enum Request {
        QUERY("Execute CQL3 query"),
        PREPARED("Execute CQL3 prepared query"),
        BATCH("Execute batch of CQL3 queries");

        private final String words;

        Request(String words) {
            this.words = words;
        }
    }

    /// The completion to use: the given one, or one that also ends the trace.
    ///
    /// @param variables of a prepared statement; else none
    Completion wrap(
            Parameters parameters,
            Session from,
            Request request,
            String cql,
            List<ColumnSpec> variables,
            Completion completion) {
        if (!parameters.tracing()) {
            return completion;
        }
        byte[] id = environment.timeUuids().next();
        long started = clock.monotonicNanos();
        Map<String, String> told =
                new TreeMap<>(request == Request.PREPARED ? TracedValues.of(variables, parameters.values()) : Map.of());
        if (request != Request.BATCH) {
            told.put("query", cql);
        }
        told.put("consistency_level", parameters.consistency().name());
        told.put(
                "serial_consistency_level",
                parameters.serialConsistency().orElse(ConsistencyLevel.SERIAL).name());
        if (parameters.pageSize() > 0) {
            told.put("page_size", Integer.toString(parameters.pageSize()));
        }
        write(
                BEGIN,
                id,
                from.client().getAddress().getAddress(),
                text(COMMAND),
                address(node.listenAddress()),
                Numbers.integer32(node.storagePort()),
                map(told),
                text(request.words),
                Numbers.bigint(clock.wallMicros() / 1000));
        step(id, "Parsing " + cql, started);
        return new Completion() {
            @Override
            public void complete(Outcome outcome, long durablePosition) {
                step(id, ended(outcome), started);
                end(id, started);
                Notes notes = Notes.of(outcome.warnings(), Optional.of(uuid(id)));
                completion.complete(outcome.with(notes), durablePosition);
            }

            @Override
            public void fail(CqlException error) {
                step(id, "Request failed: " + error.getMessage(), started);
                end(id, started);
                completion.fail(error, uuid(id));
            }
        };
    }

    /// The session's duration says that the request is complete; clients print that themselves.
    private static String ended(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rows rows
            when rows.pagingState().isPresent() -> "Answered with a page of " + rows.rowCount() + " rows";
            case Outcome.Rows rows -> "Answered with " + rows.rowCount() + (rows.rowCount() == 1 ? " row" : " rows");
            case Outcome.Done done -> "Applied";
            case Outcome.KeyspaceSet set -> "Using keyspace " + set.keyspace();
            case Outcome.SchemaChanged changed -> "Schema changed";
        };
    }

    private int elapsedMicros(long started) {
        return (int) Math.min(Integer.MAX_VALUE, (clock.monotonicNanos() - started) / 1000);
    }

    private void step(byte[] id, String activity, long started) {
        write(
                STEP,
                id,
                environment.timeUuids().next(),
                text(activity),
                address(node.listenAddress()),
                Numbers.integer32(node.storagePort()),
                Numbers.integer32(elapsedMicros(started)),
                text(Thread.currentThread().getName()));
    }

    private void end(byte[] id, long started) {
        write(END, id, Numbers.integer32(elapsedMicros(started)));
    }

    private static byte[] address(InetAddress address) {
        return address.getAddress();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static UUID uuid(byte[] bytes) {
        return new UUID(Numbers.integer(bytes, 0, 8), Numbers.integer(bytes, 8, 8));
    }

    private static byte[] map(Map<String, String> entries) {
        var out = new ByteWriter(128);
        out.i32(entries.size());
        entries.forEach((key, value) -> {
            for (byte[] part : List.of(text(key), text(value))) {
                out.i32(part.length);
                out.bytes(part);
            }
        });
        return out.toArray();
    }

    private void write(String cql, byte[]... values) {
        var bytes = new ByteWriter(256);
        var offsets = new ArrayList<Integer>();
        var lengths = new ArrayList<Integer>();
        for (byte[] value : values) {
            offsets.add(bytes.length());
            lengths.add(value.length);
            bytes.bytes(value);
        }
        var bound = new BoundValues(
                bytes.toArray(),
                offsets.stream().mapToInt(Integer::intValue).toArray(),
                lengths.stream().mapToInt(Integer::intValue).toArray(),
                List.of());
        processor.query(cql, Parameters.of(bound), session, IGNORED);
    }

    /// A trace that cannot be written is not worth failing its request for.
    private static final Completion IGNORED = new Completion() {
        @Override
        public void complete(Outcome outcome, long durablePosition) {}

        @Override
        public void fail(CqlException error) {}
    };
}
