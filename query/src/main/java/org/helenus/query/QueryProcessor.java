package org.helenus.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.helenus.query.ddl.DataDefinition;
import org.helenus.query.expression.Environment;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.expression.TimeUuids;
import org.helenus.query.function.NativeFunctions;
import org.helenus.query.modify.ModifyPlan;
import org.helenus.query.modify.Write;
import org.helenus.query.modify.WriteExecutor;
import org.helenus.query.select.ListPages;
import org.helenus.query.select.SelectExecutor;
import org.helenus.query.system.SystemSources;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.request.BoundValues;
import org.helenus.storage.Clock;
import org.helenus.storage.Sampler;
import org.helenus.storage.StorageEngine;

/// Statements in, answers out. A statement is parsed and bound to the schema once, to a plan that is kept; a request
/// is that plan with its values.
///
///     text ── parse ──▶ tree ── bind (schema) ──▶ plan ── execute (values, snapshot | mutation) ──▶ outcome
///
/// Threads: any, many at once. A request runs on its caller's thread as long as everything it needs is in memory and
/// it is short; otherwise it goes on in the I/O pool and completes there. No method waits for a disk or for another
/// request.
public final class QueryProcessor implements AutoCloseable {
    private static final String PAGING_SECRET = "query.paging_secret";

    private final StorageEngine storage;
    private final Clock clock;
    private final Environment environment;
    private final Failures failures;
    private final Binder binder;
    private final PreparedStatements statements;
    private final Executions executions = new Executions();
    private final VirtualTables virtualTables;
    private final ReadRunner reads;
    private final ExplainRunner explanations;
    private final WriteRunner writes;
    private final SchemaRunner schemas;
    private final DescribeRunner descriptions;
    private final Tracing tracing;

    /// A processor of which only the schema and the prepared statements are known in its system tables.
    public QueryProcessor(
            StorageEngine storage, NodeDescription node, QueryOptions options, Executor ioPool, Clock clock) {
        this(storage, node, options, ioPool, clock, new SecureRandom(), SystemSources.ofSchema(storage::schema));
    }

    /// @param ioPool runs what may wait for a disk; may reject
    /// @param random for values like `uuid()`; safe for many threads
    /// @param sources what system tables tell of, besides schema and prepared statements
    public QueryProcessor(
            StorageEngine storage,
            NodeDescription node,
            QueryOptions options,
            Executor ioPool,
            Clock clock,
            RandomGenerator random,
            SystemSources sources) {
        this.storage = storage;
        this.clock = clock;
        environment = new Environment(clock, random);
        failures = new Failures(node);
        statements = new PreparedStatements(options.preparedStatementsBytes());
        var sampler = new Sampler(clock);
        var running = new RunningQueries(clock);
        var writer = new WriteExecutor(storage, options, ioPool);
        var systemTables = new SystemTables(
                node, new NodeSources(storage, statements, executions, running, writer.batches(), sources));
        virtualTables = new VirtualTables(systemTables);
        binder = new Binder(virtualTables, new NativeFunctions(), environment, options.guardrails());
        byte[] secret = prepareStorage(storage, random);
        var definitions = new DataDefinition(
                node,
                systemTables,
                storage::nextTimestampMicros,
                () -> new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63),
                options.guardrails());
        var selects = new SelectExecutor(storage, secret);
        reads = new ReadRunner(selects, options, ioPool, sampler, running, failures);
        explanations = new ExplainRunner(selects, ioPool, clock, failures);
        writes = new WriteRunner(writer, options.guardrails(), sampler, failures);
        schemas = new SchemaRunner(storage, definitions, ioPool, failures);
        descriptions = new DescribeRunner(definitions, new ListPages(secret));
        tracing = new Tracing(this, node, clock, environment);
    }

    /// Makes what every node has: the tables that are written by ourselves, and the secret that signs paging
    /// states.
    private static byte[] prepareStorage(StorageEngine storage, RandomGenerator random) {
        try {
            List<SchemaChange> missing = SystemTables.missing(storage.schema());
            if (!missing.isEmpty()) {
                storage.alterSchema(missing);
            }
            Optional<byte[]> known = storage.property(PAGING_SECRET);
            if (known.isPresent()) {
                return known.get();
            }
            var secret = new byte[32];
            random.nextBytes(secret);
            storage.putProperty(PAGING_SECRET, secret);
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Binds a statement and keeps it under its id.
    ///
    /// @param keyspace the request's keyspace (protocol v5), before the session's
    /// @throws org.helenus.schema.error.CqlException when it cannot be bound
    public Prepared prepare(String cql, Session session, Optional<String> keyspace) {
        var key = new PreparedStatements.Key(keyspace.or(session::keyspace), cql);
        PreparedStatements.Statement statement = statements.prepare(key, bound(key));
        Bound bound = statement.bound;
        return new Prepared(
                statement.id,
                bound.resultMetadataId(),
                bound.variables(),
                bound.partitionKeyIndexes(),
                bound.plan().resultColumns(),
                bound.plan().isConditional());
    }

    public void query(String cql, Parameters parameters, Session session, Completion completion) {
        Completion traced = tracing.wrap(parameters, session, Tracing.Request.QUERY, cql, List.of(), completion);
        try {
            var key = new PreparedStatements.Key(parameters.keyspace().or(session::keyspace), cql);
            executions.ofText();
            execute(bound(key), true, key.keyspace(), parameters, session, traced);
        } catch (RuntimeException e) {
            traced.fail(failures.unexpected(e));
        }
    }

    /// Executes what was prepared; fails with [Unprepared] when the id is not known, or its table was dropped. So
    /// it
    /// does when the result has other columns by now, until a client has prepared it again: some drivers read
    /// results by
    /// what they learned then, whatever a result says of itself.
    public void execute(byte[] preparedId, Parameters parameters, Session session, Completion completion) {
        try {
            PreparedStatements.Statement statement = statement(preparedId);
            Completion traced = tracing.wrap(
                    parameters,
                    session,
                    Tracing.Request.PREPARED,
                    statement.key.cql(),
                    statement.bound.variables(),
                    completion);
            try {
                Bound bound = current(statement);
                if (statement.resultIsNews()) {
                    throw unprepared(preparedId);
                }
                executions.ofPrepared();
                execute(bound, statement.resultFixed, statement.key.keyspace(), parameters, session, traced);
            } catch (RuntimeException e) {
                traced.fail(failures.unexpected(e));
            }
        } catch (Unprepared e) {
            completion.fail(e);
        }
    }

    private PreparedStatements.Statement statement(byte[] id) {
        return statements.find(id).orElseThrow(() -> unprepared(id));
    }

    private static Unprepared unprepared(byte[] id) {
        return new Unprepared(
                "Prepared query with ID " + HexFormat.of().formatHex(id)
                        + " not found (either the query was not prepared on this host (maybe the host has been"
                        + " restarted?) or you have prepared too many queries and it has been evicted from the"
                        + " internal cache)",
                id);
    }

    private Bound current(PreparedStatements.Statement statement) {
        Bound bound = statement.bound;
        Schema schema = storage.schema();
        if (bound.isOrphanedIn(schema)) {
            throw unprepared(statement.id);
        }
        if (!bound.holdsIn(schema)) {
            statement.rebind(bound(statement.key));
        }
        return statement.bound;
    }

    private Bound bound(PreparedStatements.Key key) {
        Schema schema = storage.schema();
        Optional<Bound> known = statements.find(key);
        if (known.isPresent() && known.get().holdsIn(schema)) {
            return known.get();
        }
        Bound fresh = binder.bind(key.cql(), key.keyspace(), schema);
        statements.keep(key, fresh);
        return fresh;
    }

    private long nowSeconds(Parameters parameters) {
        return parameters.nowInSeconds().orElseGet(clock::wallSeconds);
    }

    private void execute(
            Bound bound,
            boolean resultFixed,
            Optional<String> keyspace,
            Parameters parameters,
            Session session,
            Completion completion) {
        BoundValues values = ValueOrder.of(bound.variables(), parameters.values(), !resultFixed);
        long nowSeconds = nowSeconds(parameters);
        switch (bound.plan()) {
            case Plan.Read(var select) ->
                reads.run(
                        bound.cql(),
                        select,
                        bound.resultMetadataId(),
                        resultFixed,
                        new Scope(environment, values, select.callSites(), nowSeconds),
                        parameters,
                        completion);
            case Plan.Explain(var select, boolean analyze) ->
                explanations.run(
                        select,
                        analyze,
                        bound.resultMetadataId(),
                        new Scope(environment, values, select.callSites(), nowSeconds),
                        parameters,
                        completion);
            case Plan.Modify(ModifyPlan modification) ->
                writes.run(
                        List.of(write(modification, values, nowSeconds)),
                        Optional.empty(),
                        OptionalLong.empty(),
                        nowSeconds,
                        parameters,
                        completion);
            case Plan.Together together -> {
                var all = new ArrayList<Write>(together.statements().size());
                for (ModifyPlan modification : together.statements()) {
                    all.add(write(modification, values, nowSeconds));
                }
                writes.run(
                        all,
                        Optional.of(together.type()),
                        timestamp(together.timestamp(), new Scope(environment, values, 0, nowSeconds)),
                        nowSeconds,
                        parameters,
                        completion);
            }
            case Plan.UseKeyspace(String name) -> completion.complete(use(name, session), 0);
            case Plan.Empty(var table) -> schemas.truncate(table, completion);
            case Plan.Define(var statement) -> schemas.define(statement, keyspace, completion);
            case Plan.Show(var statement) ->
                completion.complete(descriptions.describe(statement, keyspace, storage.schema(), parameters), 0);
        }
    }

    private Write write(ModifyPlan plan, BoundValues values, long nowSeconds) {
        return new Write(plan, new Scope(environment, values, plan.callSites(), nowSeconds));
    }

    private static OptionalLong timestamp(Optional<Expression> expression, Scope scope) {
        if (expression.isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<byte[]> value = expression.get().bytes(scope);
        if (value.isEmpty() || value.get().length != 8) {
            throw new InvalidRequest("Invalid null value of timestamp");
        }
        return OptionalLong.of(Numbers.integer(value.get()));
    }

    private Outcome use(String keyspace, Session session) {
        if (storage.schema().keyspace(keyspace).isEmpty() && !virtualTables.hasKeyspace(keyspace)) {
            throw new InvalidRequest("Keyspace '" + keyspace + "' does not exist");
        }
        session.use(keyspace);
        return new Outcome.KeyspaceSet(keyspace, Notes.NONE);
    }

    public void batch(Batch batch, Session session, Completion completion) {
        Completion traced =
                tracing.wrap(batch.parameters(), session, Tracing.Request.BATCH, "BATCH", List.of(), completion);
        try {
            Parameters parameters = batch.parameters();
            long nowSeconds = nowSeconds(parameters);
            var all = new ArrayList<Write>(batch.entries().size());
            var plans = new ArrayList<ModifyPlan>(batch.entries().size());
            for (Batch.Entry entry : batch.entries()) {
                Bound bound = switch (entry) {
                    case Batch.Text text ->
                        bound(new PreparedStatements.Key(parameters.keyspace().or(session::keyspace), text.cql()));
                    case Batch.ById byId -> current(statement(byId.preparedId()));
                };
                if (!(bound.plan() instanceof Plan.Modify(ModifyPlan plan))) {
                    throw new InvalidRequest(
                            "Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.");
                }
                plans.add(plan);
                all.add(write(plan, ValueOrder.of(bound.variables(), entry.values(), true), nowSeconds));
            }
            BatchRules.check(batch.type(), plans, false);
            writes.run(all, Optional.of(batch.type()), OptionalLong.empty(), nowSeconds, parameters, traced);
        } catch (RuntimeException e) {
            traced.fail(failures.unexpected(e));
        }
    }

    /// Calls `listener` after each change of the schema, on the thread that made it.
    public void onSchemaChange(Consumer<Outcome.SchemaChanged> listener) {
        schemas.onChange(listener);
    }

    /// The UUIDs that `now()` gives.
    public TimeUuids timeUuids() {
        return environment.timeUuids();
    }

    /// The virtual tables; others may add theirs.
    public VirtualTables virtualTables() {
        return virtualTables;
    }

    /// Nothing to wait for: requests end by themselves, on threads that are others'.
    @Override
    public void close() {}
}
