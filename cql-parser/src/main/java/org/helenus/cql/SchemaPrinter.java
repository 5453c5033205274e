package org.helenus.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.AlterMaterializedView;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.ClusteringOrder;
import org.helenus.cql.tree.ColumnDefinition;
import org.helenus.cql.tree.ColumnMask;
import org.helenus.cql.tree.CreateAggregate;
import org.helenus.cql.tree.CreateFunction;
import org.helenus.cql.tree.CreateIndex;
import org.helenus.cql.tree.CreateKeyspace;
import org.helenus.cql.tree.CreateMaterializedView;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.CreateTrigger;
import org.helenus.cql.tree.CreateType;
import org.helenus.cql.tree.DropAggregate;
import org.helenus.cql.tree.DropFunction;
import org.helenus.cql.tree.DropIndex;
import org.helenus.cql.tree.DropKeyspace;
import org.helenus.cql.tree.DropMaterializedView;
import org.helenus.cql.tree.DropTable;
import org.helenus.cql.tree.DropTrigger;
import org.helenus.cql.tree.DropType;
import org.helenus.cql.tree.FieldDefinition;
import org.helenus.cql.tree.PrimaryKey;
import org.helenus.cql.tree.Properties;
import org.helenus.cql.tree.PropertyValue;
import org.helenus.cql.tree.Rename;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;

/// Prints the statements that change the schema.
final class SchemaPrinter {
    private final StringBuilder out;
    private final TermPrinter terms;
    private final SelectPrinter selects;

    SchemaPrinter(StringBuilder out, TermPrinter terms, SelectPrinter selects) {
        this.out = out;
        this.terms = terms;
        this.selects = selects;
    }

    void print(SchemaStatement statement) {
        switch (statement) {
            case CreateKeyspace(boolean ifNotExists, var name, var properties) -> {
                create("KEYSPACE", ifNotExists).name(name);
                with(properties);
            }
            case AlterKeyspace(boolean ifExists, var name, var properties) -> {
                alter("KEYSPACE", ifExists).name(name);
                with(properties);
            }
            case DropKeyspace(boolean ifExists, var name) ->
                drop("KEYSPACE", ifExists).name(name);
            case CreateTable table -> createTable(table);
            case AlterTable(boolean ifExists, var name, var alteration) -> {
                alter("TABLE", ifExists).qualified(name);
                alteration(alteration);
            }
            case DropTable(boolean ifExists, var name) ->
                drop("TABLE", ifExists).qualified(name);
            case CreateType(boolean ifNotExists, var name, var fields) -> {
                create("TYPE", ifNotExists).userType(name);
                out.append(" (");
                terms.list(fields, this::field);
                out.append(')');
            }
            case AlterType(boolean ifExists, var name, var alteration) -> {
                alter("TYPE", ifExists).userType(name);
                alteration(alteration);
            }
            case DropType(boolean ifExists, var name) -> drop("TYPE", ifExists).userType(name);
            case CreateIndex index -> createIndex(index);
            case DropIndex(boolean ifExists, var name) ->
                drop("INDEX", ifExists).qualified(name);
            case CreateMaterializedView view -> createView(view);
            case AlterMaterializedView(boolean ifExists, var name, var properties) -> {
                alter("MATERIALIZED VIEW", ifExists).qualified(name);
                with(properties);
            }
            case DropMaterializedView(boolean ifExists, var name) ->
                drop("MATERIALIZED VIEW", ifExists).qualified(name);
            case CreateFunction function -> createFunction(function);
            case DropFunction(boolean ifExists, var name, var types) -> {
                drop("FUNCTION", ifExists).function(name);
                types.ifPresent(this::types);
            }
            case CreateAggregate aggregate -> createAggregate(aggregate);
            case DropAggregate(boolean ifExists, var name, var types) -> {
                drop("AGGREGATE", ifExists).function(name);
                types.ifPresent(this::types);
            }
            case CreateTrigger(boolean ifNotExists, var name, var table, var className) -> {
                create("TRIGGER", ifNotExists).name(name);
                terms.raw(" ON ").qualified(table);
                terms.raw(" USING ").raw(TermPrinter.string(className));
            }
            case DropTrigger(boolean ifExists, var name, var table) -> {
                drop("TRIGGER", ifExists).name(name);
                terms.raw(" ON ").qualified(table);
            }
        }
    }

    private TermPrinter create(String what, boolean ifNotExists) {
        return terms.raw("CREATE ").raw(what).raw(" ").when(ifNotExists, "IF NOT EXISTS ");
    }

    private TermPrinter alter(String what, boolean ifExists) {
        return terms.raw("ALTER ").raw(what).raw(" ").when(ifExists, "IF EXISTS ");
    }

    private TermPrinter drop(String what, boolean ifExists) {
        return terms.raw("DROP ").raw(what).raw(" ").when(ifExists, "IF EXISTS ");
    }

    private void createTable(CreateTable table) {
        create("TABLE", table.ifNotExists()).qualified(table.name());
        out.append(" (");
        var elements = new ArrayList<Runnable>();
        table.columns().forEach(column -> elements.add(() -> column(column)));
        table.primaryKeys().forEach(key -> elements.add(() -> primaryKey(key)));
        terms.list(elements, Runnable::run);
        out.append(')');
        options(table.clusteringOrder(), table.compactStorage(), table.properties());
    }

    private void createView(CreateMaterializedView view) {
        create("MATERIALIZED VIEW", view.ifNotExists()).qualified(view.name());
        out.append(" AS SELECT ");
        selects.selection(view.selection());
        terms.raw(" FROM ").qualified(view.base());
        selects.where(view.where());
        out.append(' ');
        primaryKey(view.primaryKey());
        options(view.clusteringOrder(), false, view.properties());
    }

    private void column(ColumnDefinition column) {
        terms.name(column.name());
        out.append(' ');
        terms.type(column.type());
        terms.when(column.isStatic(), " STATIC");
        column.mask().ifPresent(this::mask);
        terms.when(column.primaryKey(), " PRIMARY KEY");
    }

    private void mask(ColumnMask mask) {
        out.append(" MASKED WITH ");
        if (mask.function().isEmpty()) {
            out.append("DEFAULT");
            return;
        }
        terms.function(mask.function().get());
        out.append('(');
        terms.list(mask.arguments(), terms::term);
        out.append(')');
    }

    private void primaryKey(PrimaryKey key) {
        out.append("PRIMARY KEY ((");
        terms.list(key.partitionKey(), terms::name);
        out.append(')');
        for (var column : key.clustering()) {
            out.append(", ");
            terms.name(column);
        }
        out.append(')');
    }

    private void options(List<ClusteringOrder> order, boolean compactStorage, Properties properties) {
        var options = new ArrayList<Runnable>();
        if (compactStorage) {
            options.add(() -> out.append("COMPACT STORAGE"));
        }
        if (!order.isEmpty()) {
            options.add(() -> clusteringOrder(order));
        }
        properties.values().entrySet().forEach(property -> options.add(() -> property(property)));
        if (!options.isEmpty()) {
            out.append(" WITH ");
            terms.joined(options, " AND ", Runnable::run);
        }
    }

    private void clusteringOrder(List<ClusteringOrder> order) {
        out.append("CLUSTERING ORDER BY (");
        terms.list(order, column -> {
            terms.name(column.column());
            out.append(column.descending() ? " DESC" : " ASC");
        });
        out.append(')');
    }

    private void with(Properties properties) {
        out.append(" WITH ");
        terms.joined(properties.values().entrySet(), " AND ", this::property);
    }

    private void property(Map.Entry<String, PropertyValue> property) {
        out.append(CqlPrinter.name(property.getKey())).append(" = ");
        switch (property.getValue()) {
            case PropertyValue.Text(var text, boolean quoted) -> out.append(quoted ? TermPrinter.string(text) : text);
            case PropertyValue.Options(var entries) -> map(out, terms, entries);
        }
    }

    static void map(StringBuilder out, TermPrinter terms, Map<String, String> entries) {
        out.append('{');
        terms.joined(
                entries.entrySet(),
                ", ",
                entry -> out.append(TermPrinter.string(entry.getKey()))
                        .append(": ")
                        .append(TermPrinter.string(entry.getValue())));
        out.append('}');
    }

    private void alteration(AlterTable.Alteration alteration) {
        switch (alteration) {
            case AlterTable.AddColumns(boolean ifNotExists, var columns) -> {
                terms.raw(" ADD ").when(ifNotExists, "IF NOT EXISTS ").raw("(");
                terms.list(columns, this::column);
                out.append(')');
            }
            case AlterTable.DropColumns(boolean ifExists, var columns, var timestamp) -> {
                terms.raw(" DROP ").when(ifExists, "IF EXISTS ").raw("(");
                terms.list(columns, terms::name);
                out.append(')');
                timestamp.ifPresent(micros -> terms.raw(" USING TIMESTAMP ").term(micros));
            }
            case AlterTable.RenameColumns(boolean ifExists, var renames) -> {
                terms.raw(" RENAME ").when(ifExists, "IF EXISTS ");
                renames(renames);
            }
            case AlterTable.ChangeType(boolean ifExists, var column, var type) -> {
                terms.raw(" ALTER ").when(ifExists, "IF EXISTS ").name(column);
                terms.raw(" TYPE ").type(type);
            }
            case AlterTable.MaskColumn(boolean ifExists, var column, var mask) -> {
                terms.raw(" ALTER ").when(ifExists, "IF EXISTS ").name(column);
                mask(mask);
            }
            case AlterTable.UnmaskColumn(boolean ifExists, var column) -> {
                terms.raw(" ALTER ").when(ifExists, "IF EXISTS ").name(column);
                out.append(" DROP MASKED");
            }
            case AlterTable.DropCompactStorage() -> out.append(" DROP COMPACT STORAGE");
            case AlterTable.SetProperties(var properties) -> with(properties);
        }
    }

    private void alteration(AlterType.Alteration alteration) {
        switch (alteration) {
            case AlterType.AddField(boolean ifNotExists, var field) -> {
                terms.raw(" ADD ").when(ifNotExists, "IF NOT EXISTS ");
                field(field);
            }
            case AlterType.RenameFields(boolean ifExists, var renames) -> {
                terms.raw(" RENAME ").when(ifExists, "IF EXISTS ");
                renames(renames);
            }
            case AlterType.ChangeFieldType(var field, var type) -> {
                terms.raw(" ALTER ").name(field);
                terms.raw(" TYPE ").type(type);
            }
        }
    }

    private void renames(List<Rename> renames) {
        terms.joined(renames, " AND ", rename -> {
            terms.name(rename.from());
            terms.raw(" TO ").name(rename.to());
        });
    }

    private void field(FieldDefinition field) {
        terms.name(field.name());
        terms.raw(" ").type(field.type());
    }

    private void createIndex(CreateIndex index) {
        create(index.custom() ? "CUSTOM INDEX" : "INDEX", index.ifNotExists());
        index.name().ifPresent(name -> {
            terms.qualified(name);
            out.append(' ');
        });
        terms.raw("ON ").qualified(index.table());
        out.append(" (");
        terms.list(index.targets(), this::target);
        out.append(')');
        index.className().ifPresent(name -> terms.raw(" USING ").raw(TermPrinter.string(name)));
        if (!index.properties().values().isEmpty()) {
            with(index.properties());
        }
    }

    private void target(CreateIndex.Target target) {
        if (target.kind() == CreateIndex.TargetKind.SIMPLE) {
            terms.name(target.column());
            return;
        }
        out.append(target.kind().name().toLowerCase(java.util.Locale.ROOT)).append('(');
        terms.name(target.column());
        out.append(')');
    }

    private void createFunction(CreateFunction function) {
        create(function.orReplace() ? "OR REPLACE FUNCTION" : "FUNCTION", function.ifNotExists())
                .function(function.name());
        out.append(" (");
        terms.list(function.arguments(), this::field);
        out.append(function.calledOnNull() ? ") CALLED" : ") RETURNS NULL").append(" ON NULL INPUT RETURNS ");
        terms.type(function.returnType());
        out.append(" LANGUAGE ").append(function.language());
        out.append(" AS ").append(TermPrinter.string(function.body()));
    }

    private void createAggregate(CreateAggregate aggregate) {
        create(aggregate.orReplace() ? "OR REPLACE AGGREGATE" : "AGGREGATE", aggregate.ifNotExists())
                .function(aggregate.name());
        types(aggregate.argumentTypes());
        terms.raw(" SFUNC ").function(aggregate.stateFunction());
        terms.raw(" STYPE ").type(aggregate.stateType());
        aggregate.finalFunction().ifPresent(function -> terms.raw(" FINALFUNC ").function(function));
        initialCondition(aggregate.initialCondition());
    }

    private void initialCondition(Optional<Term> condition) {
        condition.ifPresent(term -> terms.raw(" INITCOND ").term(term));
    }

    private void types(List<TypeName> types) {
        out.append(" (");
        terms.list(types, terms::type);
        out.append(')');
    }
}
