package org.helenus.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.CqlParser;
import org.helenus.cql.CqlSyntaxException;
import org.helenus.cql.ParsedStatement;
import org.helenus.cql.tree.AccessStatement;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.Explain;
import org.helenus.cql.tree.Modification;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.Statement;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Truncate;
import org.helenus.cql.tree.Use;
import org.helenus.query.expression.Environment;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.expression.TypeResolver;
import org.helenus.query.expression.Variables;
import org.helenus.query.function.FunctionLibrary;
import org.helenus.query.guardrail.Feature;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.modify.ModifyBinder;
import org.helenus.query.modify.ModifyPlan;
import org.helenus.query.select.SelectBinder;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;

/// Parses statements and binds them to a schema. Threads: any.
final class Binder {
    private final VirtualTables virtualTables;
    private final FunctionLibrary functions;
    private final Environment environment;
    private final Guardrails guardrails;

    Binder(VirtualTables virtualTables, FunctionLibrary functions, Environment environment, Guardrails guardrails) {
        this.virtualTables = virtualTables;
        this.functions = functions;
        this.environment = environment;
        this.guardrails = guardrails;
    }

    /// @param keyspace what an unqualified name is looked up in
    /// @throws org.helenus.schema.error.CqlException as Cassandra words it
    Bound bind(String cql, Optional<String> keyspace, Schema schema) {
        ParsedStatement parsed;
        try {
            parsed = CqlParser.parsePrepared(cql);
        } catch (CqlSyntaxException e) {
            throw new SyntaxError(e.getMessage());
        }
        var variables = new Variables(parsed.markers().size());
        Plan plan = switch (parsed.statement()) {
            case Select select -> new Plan.Read(select(select, keyspace, schema, variables));
            case Explain(boolean analyze, Select select) ->
                new Plan.Explain(select(select, keyspace, schema, variables), analyze);
            case Modification statement -> new Plan.Modify(modify(statement, keyspace, schema, variables));
            case org.helenus.cql.tree.Batch batch -> batch(batch, keyspace, schema, variables);
            case Use(Name name) -> new Plan.UseKeyspace(name.text());
            case Truncate(QualifiedName name) -> new Plan.Empty(truncated(name, keyspace, schema));
            case SchemaStatement statement -> new Plan.Define(statement);
            case Describe describe -> new Plan.Show(describe);
            case AccessStatement statement ->
                throw new InvalidRequest(words(statement) + " statements are not supported");
        };
        List<ColumnSpec> specs = variables.specs();
        int[] indexes = plan.tables().isEmpty()
                ? new int[0]
                : variables.partitionKeyIndexes(plan.tables().getFirst().partitionKey());
        return new Bound(
                cql, plan, specs, indexes, digest(plan.resultColumns()), namesKeyspace(parsed.statement()), schema);
    }

    /// Whether it is the same statement in every keyspace.
    private static boolean namesKeyspace(Statement statement) {
        return switch (statement) {
            case Select select -> select.table().keyspace().isPresent();
            case Explain(boolean _, Select select) -> select.table().keyspace().isPresent();
            case Modification modification -> modification.table().keyspace().isPresent();
            case org.helenus.cql.tree.Batch batch ->
                !batch.statements().isEmpty() && batch.statements().stream().allMatch(Binder::namesKeyspace);
            case Truncate(QualifiedName name) -> name.keyspace().isPresent();
            case Use _, SchemaStatement _, Describe _, AccessStatement _ -> false;
        };
    }

    /// `CreateRole` as users know it: `CREATE ROLE`.
    private static String words(AccessStatement statement) {
        return statement
                .getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
    }

    private record Found(TableMetadata table, Optional<VirtualTable> generated) {}

    private Found table(QualifiedName name, Optional<String> current, Schema schema) {
        String keyspace = name.keyspace()
                .map(Name::text)
                .or(() -> current)
                .orElseThrow(() -> new InvalidRequest(
                        "No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename"));
        String table = name.name().text();
        Optional<VirtualTable> generated = virtualTables.find(keyspace, table);
        if (generated.isPresent()) {
            return new Found(generated.get().metadata(), generated);
        }
        if (schema.keyspace(keyspace).isEmpty() && !virtualTables.hasKeyspace(keyspace)) {
            throw new InvalidRequest("keyspace " + keyspace + " does not exist");
        }
        return new Found(
                schema.table(keyspace, table)
                        .orElseThrow(() -> new InvalidRequest("table " + table + " does not exist")),
                Optional.empty());
    }

    private TableMetadata stored(QualifiedName name, Optional<String> keyspace, Schema schema) {
        Found found = table(name, keyspace, schema);
        if (found.generated().isPresent()) {
            throw new InvalidRequest("Modification is not supported by table " + found.table());
        }
        return found.table();
    }

    /// What Cassandra says of a virtual table before it looks whether that can be written at all.
    private void checkVirtual(Modification statement, Optional<String> current) {
        String keyspace =
                statement.table().keyspace().map(Name::text).or(() -> current).orElse("");
        if (!SystemTables.isVirtualKeyspace(keyspace)) {
            return;
        }
        if (statement.isConditional()) {
            throw new InvalidRequest("Conditional updates are not supported by virtual tables");
        }
        if (statement.using().timeToLive().isPresent()) {
            throw new InvalidRequest("Expiring columns are not supported by virtual tables");
        }
    }

    private TableMetadata truncated(QualifiedName name, Optional<String> keyspace, Schema schema) {
        Found found = table(name, keyspace, schema);
        if (found.generated().isPresent()) {
            throw new InvalidRequest("Truncation is not supported by table " + found.table());
        }
        guardrails.ensure(Feature.DROP_TRUNCATE_TABLE, new Warnings());
        return found.table();
    }

    private TermBinder terms(TableMetadata table, Schema schema, Variables variables) {
        Map<String, UserType> types =
                schema.keyspace(table.keyspace()).map(KeyspaceMetadata::types).orElse(Map.of());
        return new TermBinder(environment, table, new TypeResolver(table.keyspace(), types), functions, variables);
    }

    private org.helenus.query.select.SelectPlan select(
            Select select, Optional<String> keyspace, Schema schema, Variables variables) {
        Found found = table(select.table(), keyspace, schema);
        var plan = new SelectBinder(select, found.table(), found.generated(), terms(found.table(), schema, variables))
                .bind();
        if (select.allowFiltering()
                && !SystemTables.isSystemKeyspace(found.table().keyspace())) {
            guardrails.ensure(Feature.ALLOW_FILTERING, new Warnings());
        }
        if (plan.grouped()) {
            guardrails.ensure(Feature.GROUP_BY, new Warnings());
        }
        return plan;
    }

    private ModifyPlan modify(Modification statement, Optional<String> keyspace, Schema schema, Variables variables) {
        checkVirtual(statement, keyspace);
        TableMetadata table = stored(statement.table(), keyspace, schema);
        ModifyPlan plan = new ModifyBinder(table, terms(table, schema, variables)).bind(statement);
        if (!SystemTables.isSystemKeyspace(table.keyspace())) {
            plan.checkFeatures(guardrails);
        }
        return plan;
    }

    private Plan batch(
            org.helenus.cql.tree.Batch batch, Optional<String> keyspace, Schema schema, Variables variables) {
        BatchType type = switch (batch.kind()) {
            case LOGGED -> BatchType.LOGGED;
            case UNLOGGED -> BatchType.UNLOGGED;
            case COUNTER -> BatchType.COUNTER;
        };
        if (batch.using().timeToLive().isPresent()) {
            throw new InvalidRequest("Global TTL on the BATCH statement is not supported.");
        }
        var statements = new ArrayList<ModifyPlan>(batch.statements().size());
        for (Modification statement : batch.statements()) {
            statements.add(modify(statement, keyspace, schema, variables));
        }
        Optional<Expression> timestamp = Optional.empty();
        if (batch.using().timestamp().isPresent()) {
            if (statements.isEmpty()) {
                throw new InvalidRequest("a batch without statements has no use for a timestamp");
            }
            timestamp = Optional.of(timestamp(
                    batch.using().timestamp().get(), statements.getFirst().table(), schema, variables));
        }
        BatchRules.check(type, statements, timestamp.isPresent());
        return new Plan.Together(type, statements, timestamp);
    }

    private Expression timestamp(Term term, TableMetadata table, Schema schema, Variables variables) {
        return terms(table, schema, variables)
                .bind(term, Receiver.of(table.keyspace(), table.name(), "[timestamp]", NativeType.BIGINT));
    }

    /// MD5 of names and types, so that clients and we know when the columns of a result have changed.
    private static byte[] digest(List<ColumnSpec> columns) {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            for (ColumnSpec column : columns) {
                String text = column.keyspace() + "\0" + column.table() + "\0" + column.name() + "\0"
                        + column.type().marshalName() + "\0";
                md5.update(text.getBytes(StandardCharsets.UTF_8));
            }
            return md5.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }
}
