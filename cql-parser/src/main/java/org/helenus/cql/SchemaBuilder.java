package org.helenus.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.ClusteringOrder;
import org.helenus.cql.tree.ColumnDefinition;
import org.helenus.cql.tree.ColumnMask;
import org.helenus.cql.tree.CreateAggregate;
import org.helenus.cql.tree.CreateFunction;
import org.helenus.cql.tree.CreateIndex;
import org.helenus.cql.tree.CreateMaterializedView;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.CreateType;
import org.helenus.cql.tree.FieldDefinition;
import org.helenus.cql.tree.PrimaryKey;
import org.helenus.cql.tree.Properties;
import org.helenus.cql.tree.PropertyValue;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Rename;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Term.LiteralKind;

/// What creates and alters tables, types, indexes, views, functions.
final class SchemaBuilder {
    private final NameBuilder names;
    private final TermBuilder terms;
    private final SelectBuilder selects;
    private final RelationBuilder relations;

    SchemaBuilder(NameBuilder names, TermBuilder terms, SelectBuilder selects, RelationBuilder relations) {
        this.names = names;
        this.terms = terms;
        this.selects = selects;
        this.relations = relations;
    }

    CreateTable createTable(CqlParser.CreateTableContext context) {
        var columns = new ArrayList<ColumnDefinition>();
        var primaryKeys = new ArrayList<PrimaryKey>();
        for (var element : context.tableElement()) {
            if (element.primaryKey() != null) {
                primaryKeys.add(primaryKey(element.primaryKey()));
            } else {
                columns.add(column(element.columnDefinition(), element.K_PRIMARY() != null));
            }
        }
        var options = tableOptions(context.tableProperty());
        return new CreateTable(
                context.ifNotExists() != null,
                names.table(context.tableName()),
                columns,
                primaryKeys,
                options.clusteringOrder,
                options.compactStorage,
                options.properties);
    }

    CreateMaterializedView createView(CqlParser.CreateMaterializedViewContext context) {
        var options = tableOptions(context.tableProperty());
        if (options.compactStorage) {
            throw NameBuilder.error(context.start, "COMPACT STORAGE tables are not allowed starting with version 4.0");
        }
        return new CreateMaterializedView(
                context.ifNotExists() != null,
                names.table(context.view),
                selects.selection(context.selection()),
                names.table(context.base),
                relations.where(context.whereClause()),
                primaryKey(context.primaryKey()),
                options.clusteringOrder,
                options.properties);
    }

    AlterTable.Alteration alteration(CqlParser.TableAlterationContext context) {
        return switch (context) {
            case CqlParser.ChangeTypeContext alteration ->
                new AlterTable.ChangeType(
                        alteration.ifExists() != null,
                        names.column(alteration.column()),
                        names.type(alteration.type()));
            case CqlParser.MaskColumnContext alteration ->
                new AlterTable.MaskColumn(
                        alteration.ifExists() != null,
                        names.column(alteration.column()),
                        mask(alteration.columnMask()));
            case CqlParser.UnmaskColumnContext alteration ->
                new AlterTable.UnmaskColumn(alteration.ifExists() != null, names.column(alteration.column()));
            case CqlParser.AddColumnsContext alteration ->
                new AlterTable.AddColumns(
                        alteration.ifNotExists() != null,
                        alteration.columnDefinition().stream()
                                .map(c -> column(c, false))
                                .toList());
            case CqlParser.DropCompactStorageContext _ -> new AlterTable.DropCompactStorage();
            case CqlParser.DropColumnsContext alteration ->
                new AlterTable.DropColumns(
                        alteration.ifExists() != null, names.names(alteration.name()), timestamp(alteration));
            case CqlParser.RenameColumnsContext alteration ->
                new AlterTable.RenameColumns(alteration.ifExists() != null, renames(alteration.rename()));
            case CqlParser.SetPropertiesContext alteration ->
                new AlterTable.SetProperties(properties(alteration.properties()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    CreateType createType(CqlParser.CreateTypeContext context) {
        return new CreateType(
                context.ifNotExists() != null,
                names.userType(context.userTypeName()),
                fields(context.fieldDefinition()));
    }

    AlterType.Alteration alteration(CqlParser.TypeAlterationContext context) {
        return switch (context) {
            case CqlParser.ChangeFieldTypeContext alteration ->
                new AlterType.ChangeFieldType(names.name(alteration.name()), names.type(alteration.type()));
            case CqlParser.AddFieldContext alteration ->
                new AlterType.AddField(alteration.ifNotExists() != null, field(alteration.fieldDefinition()));
            case CqlParser.RenameFieldsContext alteration ->
                new AlterType.RenameFields(alteration.ifExists() != null, renames(alteration.rename()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    CreateIndex createIndex(CqlParser.CreateIndexContext context) {
        var name = Optional.ofNullable(context.indexName())
                .map(names::index)
                .map(index -> new QualifiedName(Optional.empty(), index));
        return new CreateIndex(
                context.K_CUSTOM() != null,
                context.ifNotExists() != null,
                name,
                names.table(context.tableName()),
                context.indexTarget().stream().map(this::target).toList(),
                Optional.ofNullable(context.STRING_LITERAL()).map(node -> NameBuilder.string(node.getSymbol())),
                properties(context.properties()));
    }

    CreateFunction createFunction(CqlParser.CreateFunctionContext context) {
        return new CreateFunction(
                context.K_OR() != null,
                context.ifNotExists() != null,
                names.function(context.functionName()),
                fields(context.fieldDefinition()),
                context.K_CALLED() != null,
                names.type(context.type()),
                context.language.getText().toLowerCase(Locale.ROOT),
                NameBuilder.string(context.body));
    }

    CreateAggregate createAggregate(CqlParser.CreateAggregateContext context) {
        return new CreateAggregate(
                context.K_OR() != null,
                context.ifNotExists() != null,
                names.function(context.functionName()),
                names.argumentTypes(context.argumentTypes()),
                NameBuilder.name(context.stateFunction.start),
                names.type(context.type()),
                Optional.ofNullable(context.finalFunction).map(function -> NameBuilder.name(function.start)),
                Optional.ofNullable(context.term()).map(terms::term));
    }

    /// The options of a `WITH` without clustering order. No clause, no options.
    Properties properties(CqlParser.PropertiesContext context) {
        if (context == null) {
            return Properties.NONE;
        }
        var values = new LinkedHashMap<String, PropertyValue>();
        for (var property : context.property()) {
            addProperty(values, property);
        }
        return new Properties(values);
    }

    private record TableOptions(List<ClusteringOrder> clusteringOrder, boolean compactStorage, Properties properties) {}

    private TableOptions tableOptions(List<CqlParser.TablePropertyContext> contexts) {
        var order = new ArrayList<ClusteringOrder>();
        var values = new LinkedHashMap<String, PropertyValue>();
        boolean compactStorage = false;
        for (var context : contexts) {
            if (context.property() != null) {
                addProperty(values, context.property());
            } else if (context.K_COMPACT() != null) {
                compactStorage = true;
            } else {
                for (var column : context.clusteringOrder()) {
                    order.add(new ClusteringOrder(names.name(column.name()), column.K_DESC() != null));
                }
            }
        }
        return new TableOptions(order, compactStorage, new Properties(values));
    }

    private void addProperty(Map<String, PropertyValue> values, CqlParser.PropertyContext context) {
        var name = names.name(context.name()).text();
        if (values.put(name, propertyValue(context)) != null) {
            throw NameBuilder.error(context.start, "Multiple definitions for property '" + name + "'");
        }
    }

    private PropertyValue propertyValue(CqlParser.PropertyContext context) {
        if (context.mapLiteral() != null) {
            return new PropertyValue.Options(terms.constantMap(context.mapLiteral()));
        }
        if (context.constant() == null) {
            return new PropertyValue.Text(context.unreservedKeyword().getText().toLowerCase(Locale.ROOT), false);
        }
        var literal = terms.constant(context.constant());
        return new PropertyValue.Text(literal.text(), literal.kind() == LiteralKind.STRING);
    }

    private ColumnDefinition column(CqlParser.ColumnDefinitionContext context, boolean primaryKey) {
        return new ColumnDefinition(
                names.name(context.name()),
                names.type(context.type()),
                context.K_STATIC() != null,
                Optional.ofNullable(context.columnMask()).map(this::mask),
                primaryKey);
    }

    private ColumnMask mask(CqlParser.ColumnMaskContext context) {
        return switch (context) {
            case CqlParser.DefaultMaskContext _ -> new ColumnMask(Optional.empty(), List.of());
            case CqlParser.FunctionMaskContext mask ->
                new ColumnMask(Optional.of(names.function(mask.functionName())), terms.terms(mask.term()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private PrimaryKey primaryKey(CqlParser.PrimaryKeyContext context) {
        return new PrimaryKey(names.names(context.partitionKey().name()), names.names(context.name()));
    }

    private List<FieldDefinition> fields(List<CqlParser.FieldDefinitionContext> contexts) {
        return contexts.stream().map(this::field).toList();
    }

    private FieldDefinition field(CqlParser.FieldDefinitionContext context) {
        return new FieldDefinition(names.name(context.name()), names.type(context.type()));
    }

    private List<Rename> renames(List<CqlParser.RenameContext> contexts) {
        return contexts.stream()
                .map(rename -> new Rename(names.name(rename.from), names.name(rename.to)))
                .toList();
    }

    private CreateIndex.Target target(CqlParser.IndexTargetContext context) {
        var kind = context.LPAREN() == null
                ? CreateIndex.TargetKind.SIMPLE
                : switch (context.start.getType()) {
                    case CqlLexer.K_VALUES -> CreateIndex.TargetKind.VALUES;
                    case CqlLexer.K_KEYS -> CreateIndex.TargetKind.KEYS;
                    case CqlLexer.K_ENTRIES -> CreateIndex.TargetKind.ENTRIES;
                    case CqlLexer.K_FULL -> CreateIndex.TargetKind.FULL;
                    default -> throw new IllegalStateException(context.getText());
                };
        return new CreateIndex.Target(kind, names.column(context.column()));
    }

    private static Optional<Term.Literal> timestamp(CqlParser.DropColumnsContext context) {
        return Optional.ofNullable(context.INTEGER()).map(node -> {
            var token = node.getSymbol();
            return new Term.Literal(LiteralKind.INTEGER, token.getText(), NameBuilder.position(token));
        });
    }
}
