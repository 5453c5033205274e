package org.helenus.query.ddl;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.AlterMaterializedView;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.CreateAggregate;
import org.helenus.cql.tree.CreateFunction;
import org.helenus.cql.tree.CreateIndex;
import org.helenus.cql.tree.CreateKeyspace;
import org.helenus.cql.tree.CreateMaterializedView;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.CreateTrigger;
import org.helenus.cql.tree.CreateType;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.DropAggregate;
import org.helenus.cql.tree.DropFunction;
import org.helenus.cql.tree.DropIndex;
import org.helenus.cql.tree.DropKeyspace;
import org.helenus.cql.tree.DropMaterializedView;
import org.helenus.cql.tree.DropTable;
import org.helenus.cql.tree.DropTrigger;
import org.helenus.cql.tree.DropType;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.query.NodeDescription;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements;
import org.helenus.query.VirtualTable;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.Schema;
import org.helenus.schema.error.InvalidRequest;

/// Turns a statement about the schema into the changes that it means, or into Cassandra's refusal of it.
///
/// Nothing is changed here, and nothing is remembered: the same statement against the same schema decides the same,
/// but for new table ids and drop times, which come from outside.
public final class DataDefinition implements SchemaStatements {
    private final KeyspaceStatements keyspaces;
    private final TableCreation creation;
    private final TableAlteration alteration;
    private final TypeStatements types;
    private final Descriptions descriptions;
    private final Guardrails guardrails;

    /// @param nowMicros the time of drops, later than every write timestamp that was given out
    /// @param tableIds  ids of new tables
    public DataDefinition(
            NodeDescription node,
            SystemTables systemTables,
            LongSupplier nowMicros,
            Supplier<UUID> tableIds,
            Guardrails guardrails) {
        keyspaces = new KeyspaceStatements(node.dataCenter());
        creation = new TableCreation(tableIds);
        alteration = new TableAlteration(nowMicros);
        types = new TypeStatements();
        descriptions = new Descriptions(node, systemTables);
        this.guardrails = guardrails;
    }

    @Override
    public Definition define(SchemaStatement statement, Optional<String> keyspace, Schema schema) {
        SharedKeyspaces.check(statement, keyspace);
        var target = new Target(keyspace, schema);
        var guard = new SchemaGuard(guardrails, target);
        return guard.admitted(decide(guard.admit(statement), target, schema));
    }

    private Definition decide(SchemaStatement statement, Target target, Schema schema) {
        return switch (statement) {
            case CreateKeyspace create -> keyspaces.create(create, schema);
            case AlterKeyspace alter -> keyspaces.alter(alter, schema);
            case DropKeyspace drop -> keyspaces.drop(drop, schema);
            case CreateTable create -> creation.create(create, target);
            case AlterTable alter -> alteration.alter(alter, target);
            case DropTable drop -> alteration.drop(drop, target);
            case CreateType create -> types.create(create, target);
            case AlterType alter -> types.alter(alter, target);
            case DropType drop -> types.drop(drop, target);
            case CreateIndex _ -> throw refused("CREATE INDEX");
            case DropIndex(boolean ifExists, var name) ->
                missing(ifExists, "Index '" + target.keyspaceName(name) + "." + name.name() + "' doesn't exist'");
            case CreateMaterializedView _ -> throw refused("CREATE MATERIALIZED VIEW");
            case AlterMaterializedView _ -> throw refused("ALTER MATERIALIZED VIEW");
            case DropMaterializedView(boolean ifExists, var name) ->
                missing(
                        ifExists,
                        "Materialized view '" + target.keyspaceName(name) + "." + name.name() + "' doesn't exist");
            case CreateFunction _ -> throw refused("CREATE FUNCTION");
            case DropFunction(boolean ifExists, var name, var _) ->
                missing(ifExists, "Function '" + target.keyspaceName(name) + "." + name.name() + "' doesn't exist");
            case CreateAggregate _ -> throw refused("CREATE AGGREGATE");
            case DropAggregate(boolean ifExists, var name, var _) ->
                missing(ifExists, "Aggregate '" + target.keyspaceName(name) + "." + name.name() + "' doesn't exist");
            case CreateTrigger _ -> throw refused("CREATE TRIGGER");
            case DropTrigger(boolean ifExists, var name, var table) ->
                missing(
                        ifExists,
                        "Trigger '" + name + "' on '" + target.keyspaceName(table) + "." + table.name()
                                + "' doesn't exist");
        };
    }

    /// The answer about a thing of a kind that no schema here has.
    private static Definition missing(boolean ifExists, String message) {
        if (ifExists) {
            return nothing();
        }
        throw new InvalidRequest(message);
    }

    private static InvalidRequest refused(String statement) {
        return new InvalidRequest(statement + " is not supported by this server");
    }

    @Override
    public VirtualTable describe(Describe statement, Optional<String> keyspace, Schema schema) {
        return descriptions.describe(statement, keyspace, schema);
    }

    /// Changes nothing and says so to nobody: `IF NOT EXISTS` of what exists.
    static Definition nothing() {
        return new Definition(List.of(), Outcome.Done.PLAIN);
    }
}
