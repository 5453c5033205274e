package org.helenus.cql;

import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.AlterMaterializedView;
import org.helenus.cql.tree.AlterRole;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.CreateKeyspace;
import org.helenus.cql.tree.CreateRole;
import org.helenus.cql.tree.CreateTrigger;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.DropAggregate;
import org.helenus.cql.tree.DropFunction;
import org.helenus.cql.tree.DropIndex;
import org.helenus.cql.tree.DropKeyspace;
import org.helenus.cql.tree.DropMaterializedView;
import org.helenus.cql.tree.DropRole;
import org.helenus.cql.tree.DropTable;
import org.helenus.cql.tree.DropTrigger;
import org.helenus.cql.tree.DropType;
import org.helenus.cql.tree.Explain;
import org.helenus.cql.tree.GrantRole;
import org.helenus.cql.tree.ListRoles;
import org.helenus.cql.tree.ListUsers;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.RevokeRole;
import org.helenus.cql.tree.Statement;
import org.helenus.cql.tree.Truncate;
import org.helenus.cql.tree.Use;

/// From the parse of one statement to its tree. One builder builds one statement.
final class StatementBuilder {
    private final NameBuilder names = new NameBuilder();
    private final TermBuilder terms = new TermBuilder(names);
    private final RelationBuilder relations = new RelationBuilder(names, terms);
    private final SelectBuilder selects = new SelectBuilder(names, terms, relations);
    private final ModificationBuilder modifications = new ModificationBuilder(names, terms, relations);
    private final SchemaBuilder schema = new SchemaBuilder(names, terms, selects, relations);
    private final AccessBuilder access = new AccessBuilder(names, terms);

    ParsedStatement build(CqlParser.StatementContext context) {
        var statement = statement((ParserRuleContext) context.getChild(0));
        return new ParsedStatement(statement, terms.markers());
    }

    private Statement statement(ParserRuleContext context) {
        return switch (context) {
            case CqlParser.SelectContext c -> selects.select(c);
            case CqlParser.InsertContext c -> modifications.insert(c);
            case CqlParser.UpdateContext c -> modifications.update(c);
            case CqlParser.DeleteContext c -> modifications.delete(c);
            case CqlParser.BatchContext c -> modifications.batch(c);
            case CqlParser.UseContext c -> new Use(names.keyspace(c.keyspaceName()));
            case CqlParser.TruncateContext c -> new Truncate(names.table(c.tableName()));
            case CqlParser.DescribeContext c -> new Describe(target(c.describeTarget()), c.K_INTERNALS() != null);
            case CqlParser.ExplainContext c -> new Explain(c.K_ANALYZE() != null, selects.select(c.select()));
            default -> schemaStatement(context);
        };
    }

    private Statement schemaStatement(ParserRuleContext context) {
        return switch (context) {
            case CqlParser.CreateKeyspaceContext c ->
                new CreateKeyspace(
                        c.ifNotExists() != null, names.keyspace(c.keyspaceName()), schema.properties(c.properties()));
            case CqlParser.AlterKeyspaceContext c ->
                new AlterKeyspace(
                        c.ifExists() != null, names.keyspace(c.keyspaceName()), schema.properties(c.properties()));
            case CqlParser.DropKeyspaceContext c ->
                new DropKeyspace(c.ifExists() != null, names.keyspace(c.keyspaceName()));
            case CqlParser.CreateTableContext c -> schema.createTable(c);
            case CqlParser.AlterTableContext c ->
                new AlterTable(
                        c.ifExists() != null, names.table(c.tableName()), schema.alteration(c.tableAlteration()));
            case CqlParser.DropTableContext c -> new DropTable(c.ifExists() != null, names.table(c.tableName()));
            case CqlParser.CreateTypeContext c -> schema.createType(c);
            case CqlParser.AlterTypeContext c ->
                new AlterType(
                        c.ifExists() != null, names.userType(c.userTypeName()), schema.alteration(c.typeAlteration()));
            case CqlParser.DropTypeContext c -> new DropType(c.ifExists() != null, names.userType(c.userTypeName()));
            case CqlParser.CreateIndexContext c -> schema.createIndex(c);
            case CqlParser.DropIndexContext c ->
                new DropIndex(c.ifExists() != null, names.index(c.qualifiedIndexName()));
            case CqlParser.CreateMaterializedViewContext c -> schema.createView(c);
            case CqlParser.AlterMaterializedViewContext c ->
                new AlterMaterializedView(
                        c.ifExists() != null, names.table(c.tableName()), schema.properties(c.properties()));
            case CqlParser.DropMaterializedViewContext c ->
                new DropMaterializedView(c.ifExists() != null, names.table(c.tableName()));
            case CqlParser.CreateFunctionContext c -> schema.createFunction(c);
            case CqlParser.DropFunctionContext c ->
                new DropFunction(
                        c.ifExists() != null,
                        names.function(c.functionName()),
                        Optional.ofNullable(c.argumentTypes()).map(names::argumentTypes));
            case CqlParser.CreateAggregateContext c -> schema.createAggregate(c);
            case CqlParser.DropAggregateContext c ->
                new DropAggregate(
                        c.ifExists() != null,
                        names.function(c.functionName()),
                        Optional.ofNullable(c.argumentTypes()).map(names::argumentTypes));
            case CqlParser.CreateTriggerContext c ->
                new CreateTrigger(
                        c.ifNotExists() != null,
                        names.name(c.name()),
                        names.table(c.tableName()),
                        NameBuilder.string(c.STRING_LITERAL().getSymbol()));
            case CqlParser.DropTriggerContext c ->
                new DropTrigger(c.ifExists() != null, names.name(c.name()), names.table(c.tableName()));
            default -> accessStatement(context);
        };
    }

    private Statement accessStatement(ParserRuleContext context) {
        return switch (context) {
            case CqlParser.GrantPermissionsContext c -> access.grant(c);
            case CqlParser.RevokePermissionsContext c -> access.revoke(c);
            case CqlParser.ListPermissionsContext c -> access.list(c);
            case CqlParser.GrantRoleContext c -> new GrantRole(names.role(c.role), names.role(c.grantee));
            case CqlParser.RevokeRoleContext c -> new RevokeRole(names.role(c.role), names.role(c.grantee));
            case CqlParser.ListRolesContext c ->
                new ListRoles(Optional.ofNullable(c.roleName()).map(names::role), c.K_NORECURSIVE() == null);
            case CqlParser.CreateRoleContext c ->
                new CreateRole(c.ifNotExists() != null, names.role(c.roleName()), access.roleOptions(c.roleOption()));
            case CqlParser.AlterRoleContext c ->
                new AlterRole(c.ifExists() != null, names.role(c.roleName()), access.roleOptions(c.roleOption()));
            case CqlParser.DropRoleContext c -> new DropRole(c.ifExists() != null, names.role(c.roleName()));
            case CqlParser.CreateUserContext c -> access.createUser(c);
            case CqlParser.AlterUserContext c -> access.alterUser(c);
            case CqlParser.DropUserContext c -> access.dropUser(c);
            case CqlParser.ListUsersContext _ -> new ListUsers();
            case CqlParser.AddIdentityContext c -> access.addIdentity(c);
            case CqlParser.DropIdentityContext c -> access.dropIdentity(c);
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Describe.Target target(CqlParser.DescribeTargetContext context) {
        return switch (context) {
            case CqlParser.DescribeClusterContext _ -> new Describe.Cluster();
            case CqlParser.DescribeSchemaContext c -> new Describe.FullSchema(c.K_FULL() != null);
            case CqlParser.DescribeKeyspacesContext _ -> new Describe.Keyspaces();
            case CqlParser.DescribeKeyspaceContext c ->
                new Describe.Keyspace(Optional.ofNullable(c.keyspaceName()).map(names::keyspace), c.K_ONLY() != null);
            case CqlParser.DescribeTablesContext _ -> new Describe.Tables();
            case CqlParser.DescribeTableContext c -> new Describe.Table(names.table(c.tableName()));
            case CqlParser.DescribeIndexContext c -> new Describe.Index(names.table(c.tableName()));
            case CqlParser.DescribeViewContext c -> new Describe.MaterializedView(names.table(c.tableName()));
            case CqlParser.DescribeTypesContext _ -> new Describe.Types();
            case CqlParser.DescribeTypeContext c -> new Describe.Type(names.userType(c.userTypeName()));
            case CqlParser.DescribeFunctionsContext _ -> new Describe.Functions();
            case CqlParser.DescribeFunctionContext c -> new Describe.Function(names.function(c.functionName()));
            case CqlParser.DescribeAggregatesContext _ -> new Describe.Aggregates();
            case CqlParser.DescribeAggregateContext c -> new Describe.Aggregate(names.function(c.functionName()));
            case CqlParser.DescribeElementContext c ->
                new Describe.Element(
                        new QualifiedName(Optional.ofNullable(c.keyspace).map(names::name), names.name(c.element)));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }
}
