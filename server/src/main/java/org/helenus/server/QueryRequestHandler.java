package org.helenus.server;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.protocol.Connection;
import org.helenus.protocol.Reply;
import org.helenus.protocol.RequestHandler;
import org.helenus.protocol.message.AuthResponse;
import org.helenus.protocol.message.Batch;
import org.helenus.protocol.message.BatchEntry;
import org.helenus.protocol.message.Execute;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Options;
import org.helenus.protocol.message.Prepare;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Register;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChangeResult;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.protocol.message.Startup;
import org.helenus.protocol.message.Supported;
import org.helenus.protocol.message.VoidResult;
import org.helenus.query.BatchType;
import org.helenus.query.Completion;
import org.helenus.query.NodeDescription;
import org.helenus.query.Outcome;
import org.helenus.query.Parameters;
import org.helenus.query.QueryProcessor;
import org.helenus.query.Session;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.ProtocolError;

/// Connects the protocol's requests to the query floor, and its outcomes to the protocol's results. Event loops, and
/// whatever thread completes.
final class QueryRequestHandler implements RequestHandler {
    private final QueryProcessor processor;

    QueryRequestHandler(QueryProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void connected(Connection connection) {
        connection.attach(new Session(connection.remoteAddress()));
    }

    @Override
    public void closed(Connection connection) {}

    @Override
    public void handle(Request request, Connection connection, Reply reply) {
        var session = (Session) connection.attachment().orElseThrow();
        switch (request) {
            case Startup _ -> {
                session.driver(
                        connection.driverName().orElse(""),
                        connection.driverVersion().orElse(""));
                reply.send(new Ready(), 0);
            }
            case Options _ -> reply.send(Supported.with(NodeDescription.CQL_VERSION), 0);
            case Register _ -> reply.send(new Ready(), 0);
            case Query query ->
                processor.query(
                        query.cql(),
                        parameters(query.parameters(), connection, reply),
                        session,
                        new Answering(reply, Metadata.ofQuery(query)));
            case Prepare prepare -> prepare(prepare, session, reply);
            case Execute execute ->
                processor.execute(
                        execute.id(),
                        parameters(execute.parameters(), connection, reply),
                        session,
                        new Answering(reply, Metadata.ofExecute(execute, connection.version())));
            case Batch batch ->
                processor.batch(batch(batch, connection, reply), session, new Answering(reply, Metadata.ALWAYS));
            case AuthResponse _ -> reply.fail(new ProtocolError("Unexpected message AUTH_RESPONSE, there is no login"));
        }
    }

    private void prepare(Prepare prepare, Session session, Reply reply) {
        var prepared = processor.prepare(prepare.cql(), session, prepare.keyspace());
        reply.send(
                new PreparedResult(
                        prepared.id(),
                        prepared.resultMetadataId(),
                        prepared.variables(),
                        prepared.partitionKeyIndexes(),
                        prepared.resultColumns()),
                0);
    }

    private static Parameters parameters(QueryParameters given, Connection connection, Reply reply) {
        return new Parameters(
                given.consistency(),
                given.serialConsistency(),
                given.values(),
                given.pageSize(),
                given.pagingState(),
                given.timestamp(),
                given.keyspace(),
                given.nowInSeconds(),
                reply.tracing(),
                connection.version());
    }

    private static org.helenus.query.Batch batch(Batch batch, Connection connection, Reply reply) {
        var entries = batch.entries().stream().map(QueryRequestHandler::entry).toList();
        var type = BatchType.of(batch.type().code()).orElseThrow();
        return new org.helenus.query.Batch(type, entries, parameters(batch.parameters(), connection, reply));
    }

    private static org.helenus.query.Batch.Entry entry(BatchEntry entry) {
        return switch (entry) {
            case BatchEntry.Text text -> new org.helenus.query.Batch.Text(text.cql(), text.values());
            case BatchEntry.Prepared prepared -> new org.helenus.query.Batch.ById(prepared.id(), prepared.values());
        };
    }

    /// The event of a schema change.
    static SchemaChanged event(Outcome.SchemaChanged changed) {
        return new SchemaChanged(
                switch (changed.change()) {
                    case CREATED -> SchemaChanged.Change.CREATED;
                    case UPDATED -> SchemaChanged.Change.UPDATED;
                    case DROPPED -> SchemaChanged.Change.DROPPED;
                },
                switch (changed.target()) {
                    case KEYSPACE -> SchemaChanged.Target.KEYSPACE;
                    case TABLE -> SchemaChanged.Target.TABLE;
                    case TYPE -> SchemaChanged.Target.TYPE;
                    case FUNCTION -> SchemaChanged.Target.FUNCTION;
                    case AGGREGATE -> SchemaChanged.Target.AGGREGATE;
                },
                changed.keyspace(),
                changed.name(),
                changed.argumentTypes());
    }

    /// What the client knows of a result's metadata.
    ///
    /// @param skip it asks to leave it out
    /// @param known the id of what it knows; empty: it cannot tell (before version 5, and without preparing)
    private record Metadata(boolean skip, Optional<byte[]> known) {
        static final Metadata ALWAYS = new Metadata(false, Optional.empty());

        static Metadata ofQuery(Query query) {
            return query.parameters().skipMetadata() ? new Metadata(true, Optional.empty()) : ALWAYS;
        }

        static Metadata ofExecute(Execute execute, int version) {
            Optional<byte[]> known = version >= 5 ? Optional.of(execute.resultMetadataId()) : Optional.empty();
            return new Metadata(execute.parameters().skipMetadata(), known);
        }

        /// Columns that depend on the outcome (conditions) have no id: they are told every time, and are no
        /// news about the statement. Who cannot tell an id is told the columns again once they have changed.
        RowsResult apply(Outcome.Rows rows) {
            boolean dependsOnOutcome = rows.resultMetadataId().length == 0;
            boolean changed =
                    !dependsOnOutcome && known.isPresent() && !Arrays.equals(known.get(), rows.resultMetadataId());
            boolean knownStill = known.isPresent() ? !dependsOnOutcome && !changed : rows.metadataFixed();
            return new RowsResult(
                    rows.columns(),
                    skip && knownStill,
                    rows.content(),
                    rows.rowCount(),
                    rows.pagingState(),
                    changed ? Optional.of(rows.resultMetadataId()) : Optional.empty());
        }
    }

    /// Sends one outcome.
    private record Answering(Reply reply, Metadata metadata) implements Completion {
        @Override
        public void complete(Outcome outcome, long durablePosition) {
            Response response = switch (outcome) {
                case Outcome.Done _ -> new VoidResult();
                case Outcome.Rows rows -> metadata.apply(rows);
                case Outcome.KeyspaceSet set -> new SetKeyspaceResult(set.keyspace());
                case Outcome.SchemaChanged changed -> new SchemaChangeResult(event(changed));
            };
            var notes = outcome.notes();
            var extras = notes.warnings().isEmpty() && notes.tracingId().isEmpty()
                    ? Extras.NONE
                    : new Extras(notes.tracingId(), notes.warnings(), Map.of());
            reply.send(response, extras, durablePosition);
        }

        @Override
        public void fail(CqlException error) {
            reply.fail(error);
        }

        @Override
        public void fail(CqlException error, UUID tracingId) {
            reply.fail(error, Optional.of(tracingId));
        }
    }
}
