package org.helenus.query.ddl;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.ColumnDefinition;
import org.helenus.cql.tree.DropTable;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Rename;
import org.helenus.cql.tree.Term;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.expression.TypeResolver;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.DroppedColumn;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableForm;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;

/// `ALTER TABLE` and `DROP TABLE`.
final class TableAlteration {
    private final LongSupplier nowMicros;

    TableAlteration(LongSupplier nowMicros) {
        this.nowMicros = nowMicros;
    }

    Definition drop(DropTable statement, Target target) {
        Optional<TableMetadata> table = target.table(statement.name());
        if (table.isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw target.noTable(statement.name());
        }
        return Target.changed(
                Outcome.Change.DROPPED,
                table.get(),
                new SchemaChange.DropTable(table.get().id()));
    }

    Definition alter(AlterTable statement, Target target) {
        Optional<TableMetadata> found = target.table(statement.name());
        if (found.isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw target.noTable(statement.name());
        }
        TableMetadata old = found.get();
        TableMetadata table = switch (statement.alteration()) {
            case AlterTable.AddColumns add -> add(add, old, target.keyspace(statement.name()));
            case AlterTable.DropColumns drop -> drop(drop, old);
            case AlterTable.RenameColumns rename -> rename(rename, old);
            case AlterTable.SetProperties(var properties) -> {
                var options = Options.of(properties);
                if (options.containsKey("id")) {
                    throw new ConfigurationError("Cannot alter table id.");
                }
                yield withOptions(old, old.options().with(options));
            }
            case AlterTable.ChangeType _ -> throw new InvalidRequest("Altering column types is no longer supported");
            case AlterTable.MaskColumn _, AlterTable.UnmaskColumn _ ->
                throw new InvalidRequest(
                        "Cannot mask columns because dynamic data masking is not enabled. You can enable"
                                + " it with the dynamic_data_masking_enabled property on cassandra.yaml");
            case AlterTable.DropCompactStorage _ -> {
                if (!old.isCompact()) {
                    throw new InvalidRequest("Cannot DROP COMPACT STORAGE on table without COMPACT STORAGE");
                }
                yield old.toBuilder().form(TableForm.CQL).build();
            }
        };
        return table.equals(old)
                ? DataDefinition.nothing()
                : Target.changed(Outcome.Change.UPDATED, table, new SchemaChange.PutTable(table), warnings(old, table));
    }

    private static List<String> warnings(TableMetadata old, TableMetadata table) {
        boolean same = table.options().compaction().equals(old.options().compaction());
        return same ? List.of() : DroppingCompaction.warnings(table.options());
    }

    private static TableMetadata withOptions(TableMetadata table, TableOptions options) {
        if (table.isCounter() && options.defaultTimeToLive() > 0) {
            throw new InvalidRequest("Cannot set default_time_to_live on a table with counters");
        }
        TableMetadata altered = table.toBuilder().options(options).build();
        DroppingCompaction.check(altered);
        return altered;
    }

    private static TableMetadata add(AlterTable.AddColumns add, TableMetadata table, KeyspaceMetadata keyspace) {
        var resolver = new TypeResolver(keyspace.name(), keyspace.types());
        TableMetadata next = table;
        for (ColumnDefinition column : add.columns()) {
            String name = column.name().text();
            if (next.anyColumn(name).isPresent()) {
                if (add.ifNotExists()) {
                    continue;
                }
                throw new InvalidRequest("Column with name '" + name + "' already exists");
            }
            CqlType type = resolver.resolve(column.type());
            if (table.isCompact()) {
                throw new InvalidRequest("Cannot add new column to a COMPACT STORAGE table");
            }
            new TypeBudget(keyspace.types()).check(type);
            next = add(column, type, next);
        }
        return next;
    }

    private static TableMetadata add(ColumnDefinition column, CqlType type, TableMetadata table) {
        String name = column.name().text();
        TableCreation.checkUnmasked(column);
        if (column.isStatic() && table.clustering().isEmpty()) {
            throw new InvalidRequest(
                    "Static columns are only useful (and thus allowed) if the table has at least one clustering column");
        }
        TableCreation.checkNesting(type, " for column " + name);
        ColumnKind kind = column.isStatic() ? ColumnKind.STATIC : ColumnKind.REGULAR;
        Optional.ofNullable(table.droppedColumns().get(name)).ifPresent(dropped -> checkReAdded(dropped, kind, type));
        if (table.isCounter() && type != NativeType.COUNTER) {
            throw new ConfigurationError(
                    table + ": Cannot have a non counter column (\"" + name + "\") in a counter table");
        }
        if (!table.isCounter() && type == NativeType.COUNTER) {
            throw new ConfigurationError(
                    table + ": Cannot have a counter column (\"" + name + "\") in a non counter table");
        }
        var builder = table.toBuilder();
        return (column.isStatic() ? builder.staticColumn(name, type) : builder.regular(name, type)).build();
    }

    private static void checkReAdded(DroppedColumn dropped, ColumnKind kind, CqlType type) {
        ColumnMetadata old = dropped.column();
        if (!takesValuesOf(type, old.type())) {
            throw new InvalidRequest("Cannot add a column '" + old.name() + "' of type " + type.cqlName()
                    + ", incompatible with previously dropped column '" + old.name() + "' of type "
                    + old.type().cqlName());
        }
        if (old.kind() != kind) {
            throw new InvalidRequest("Cannot re-add previously dropped column '" + old.name() + "' of kind " + kind
                    + ", incompatible with previous kind " + old.kind());
        }
        if (type == NativeType.COUNTER) {
            throw new InvalidRequest("Cannot re-add previously dropped counter column " + old.name());
        }
    }

    /// Whether every value of `older` is one of `newer`, in as many bytes: files may still hold some.
    private static boolean takesValuesOf(CqlType newer, CqlType older) {
        if (newer.equals(older)) {
            return true;
        }
        boolean collection = older instanceof ListType || older instanceof SetType || older instanceof MapType;
        if (collection
                || older.isMultiCell()
                || older.equals(CustomType.EMPTY)
                || newer.fixedLength() != older.fixedLength()) {
            return false;
        }
        return newer == NativeType.BLOB
                || newer == NativeType.TEXT && older == NativeType.ASCII
                || newer == NativeType.BIGINT && older == NativeType.TIMESTAMP
                || newer == NativeType.UUID && older == NativeType.TIMEUUID;
    }

    private TableMetadata drop(AlterTable.DropColumns drop, TableMetadata table) {
        long droppedAt = drop.timestampMicros().map(TableAlteration::micros).orElseGet(nowMicros::getAsLong);
        TableMetadata next = table;
        for (Name name : drop.columns()) {
            Optional<ColumnMetadata> column = next.anyColumn(name.text());
            if (column.isEmpty()) {
                if (drop.ifExists()) {
                    continue;
                }
                throw new InvalidRequest("Column " + name + " was not found in table '" + table + "'");
            }
            if (column.get().isPrimaryKey()) {
                throw new InvalidRequest("Cannot drop PRIMARY KEY column " + name);
            }
            if (table.isCompact() && !column.get().isStatic()) {
                throw new InvalidRequest(
                        "Cannot drop column " + name + ", the value of the rows of a COMPACT STORAGE table");
            }
            if (column.get().type() instanceof UserType type && type.isMultiCell()) {
                throw new InvalidRequest("Cannot drop non-frozen column " + name + " of user type " + type.cqlName());
            }
            next = next.toBuilder().drop(name.text(), droppedAt).build();
        }
        return next;
    }

    private static long micros(Term.Literal literal) {
        try {
            return Long.parseLong(literal.text());
        } catch (NumberFormatException _) {
            throw new SyntaxError("NumberFormatException For input string: \"" + literal.text() + "\"");
        }
    }

    private static TableMetadata rename(AlterTable.RenameColumns rename, TableMetadata table) {
        TableMetadata next = table;
        for (Rename pair : Rename.lastOfEach(rename.renames())) {
            String from = pair.from().text();
            Optional<ColumnMetadata> column = next.column(from);
            if (column.isEmpty()) {
                // IF EXISTS does not help here: Cassandra 5.0 refuses it too
                throw WhereBinder.undefined(table, from);
            }
            if (!column.get().isPrimaryKey()) {
                throw new InvalidRequest("Cannot rename non PRIMARY KEY column " + from);
            }
            if (next.anyColumn(pair.to().text()).isPresent()) {
                throw new InvalidRequest("Cannot rename column " + from + " to " + pair.to() + " in table '" + table
                        + "'; another column with that name already exists");
            }
            next = next.toBuilder().rename(from, pair.to().text()).build();
        }
        return next;
    }
}
