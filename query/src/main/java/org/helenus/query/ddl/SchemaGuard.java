package org.helenus.query.ddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.AlterMaterializedView;
import org.helenus.cql.tree.AlterTable;
import org.helenus.cql.tree.AlterType;
import org.helenus.cql.tree.ColumnDefinition;
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
import org.helenus.cql.tree.Properties;
import org.helenus.cql.tree.PropertyValue;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.Notes;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.guardrail.Feature;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Listing;
import org.helenus.query.guardrail.Quantity;
import org.helenus.query.guardrail.Warnings;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.UserType;

/// Asks the guardrails about one statement that changes the schema: before it is decided, as Cassandra does, so that
/// `IF NOT EXISTS` does not get round them; and about the copies that it would come to.
final class SchemaGuard {
    private final Guardrails guardrails;
    private final Target target;
    private final Warnings warnings = new Warnings();

    SchemaGuard(Guardrails guardrails, Target target) {
        this.guardrails = guardrails;
        this.target = target;
    }

    /// @return the statement, without the properties that are to be left out
    /// @throws org.helenus.schema.error.InvalidRequest when a guardrail forbids it
    SchemaStatement admit(SchemaStatement statement) {
        return switch (statement) {
            case CreateKeyspace create -> {
                checkKeyspaces(create.name().text());
                checkStrategy(create.properties());
                yield create;
            }
            case AlterKeyspace alter -> {
                checkStrategy(alter.properties());
                yield alter;
            }
            case DropKeyspace drop -> {
                guardrails.ensure(Feature.DROP_KEYSPACE, warnings);
                yield drop;
            }
            case CreateTable create -> createTable(create);
            case AlterTable alter -> alterTable(alter);
            case DropTable drop -> {
                guardrails.ensure(Feature.DROP_TRUNCATE_TABLE, warnings);
                yield drop;
            }
            case CreateType create -> {
                create.fields().forEach(this::checkField);
                checkFields(create.name().name().text(), create.fields().size());
                yield create;
            }
            case AlterType alter -> {
                alterType(alter);
                yield alter;
            }
            case DropType _,
                    CreateIndex _,
                    DropIndex _,
                    CreateMaterializedView _,
                    AlterMaterializedView _,
                    DropMaterializedView _,
                    CreateFunction _,
                    DropFunction _,
                    CreateAggregate _,
                    DropAggregate _,
                    CreateTrigger _,
                    DropTrigger _ -> statement;
        };
    }

    /// @return the definition with what there is to warn of, and with what its own warnings are
    /// @throws org.helenus.schema.error.InvalidRequest when a guardrail forbids what it came to
    Definition admitted(Definition definition) {
        for (SchemaChange change : definition.changes()) {
            if (change instanceof SchemaChange.PutKeyspace(String name, ReplicationParams replication, boolean _)) {
                checkCopies(name, replication);
            }
        }
        if (warnings.texts().isEmpty()) {
            return definition;
        }
        var all = new ArrayList<>(warnings.texts());
        all.addAll(definition.outcome().warnings());
        return new Definition(definition.changes(), definition.outcome().with(Notes.of(all, Optional.empty())));
    }

    private void checkCopies(String keyspace, ReplicationParams replication) {
        for (String factor : replication.options().values()) {
            int copies = Integer.parseInt(factor);
            guardrails.check(Quantity.MINIMUM_REPLICATION_FACTOR, copies, keyspace, warnings);
            guardrails.check(Quantity.MAXIMUM_REPLICATION_FACTOR, copies, keyspace, warnings);
        }
    }

    private void checkKeyspaces(String name) {
        if (guardrails.watches(Quantity.KEYSPACES)) {
            long there = users().count();
            guardrails.check(Quantity.KEYSPACES, there + 1, name, warnings);
        }
    }

    private Stream<KeyspaceMetadata> users() {
        return target.schema().keyspaces().values().stream()
                .filter(keyspace -> !SystemTables.isSystemKeyspace(keyspace.name()));
    }

    private void checkStrategy(Properties properties) {
        option(properties, "replication", "class")
                .filter(name -> name.equals("SimpleStrategy") || name.endsWith(".SimpleStrategy"))
                .ifPresent(_ -> guardrails.ensure(Feature.SIMPLE_STRATEGY, warnings));
    }

    private SchemaStatement createTable(CreateTable create) {
        String name = create.name().name().text();
        Properties properties = withoutIgnored(create.properties());
        guardrails.check(Quantity.COLUMNS_PER_TABLE, create.columns().size(), name, warnings);
        if (guardrails.watches(Quantity.TABLES)) {
            long there = users().mapToLong(keyspace -> keyspace.tables().size()).sum();
            guardrails.check(Quantity.TABLES, there + 1, name, warnings);
        }
        create.columns().forEach(this::checkColumn);
        if (create.compactStorage()) {
            guardrails.ensure(Feature.COMPACT_TABLES, warnings);
        }
        checkProperties(properties);
        return new CreateTable(
                create.ifNotExists(),
                create.name(),
                create.columns(),
                create.primaryKeys(),
                create.clusteringOrder(),
                create.compactStorage(),
                properties);
    }

    private SchemaStatement alterTable(AlterTable alter) {
        return switch (alter.alteration()) {
            case AlterTable.AddColumns add -> {
                target.table(alter.name()).ifPresent(table -> addColumns(add, table));
                yield alter;
            }
            case AlterTable.DropColumns _, AlterTable.RenameColumns _, AlterTable.ChangeType _ -> {
                if (target.table(alter.name()).isPresent()) {
                    guardrails.ensure(Feature.ALTER_TABLE, warnings);
                }
                yield alter;
            }
            case AlterTable.SetProperties(Properties properties) -> {
                Properties kept = withoutIgnored(properties);
                checkProperties(kept);
                yield new AlterTable(alter.ifExists(), alter.name(), new AlterTable.SetProperties(kept));
            }
            case AlterTable.DropCompactStorage _ -> {
                if (target.table(alter.name()).isPresent() && guardrails.forbids(Feature.DROP_COMPACT_STORAGE)) {
                    throw new InvalidRequest("DROP COMPACT STORAGE is disabled. Enable in cassandra.yaml to use.");
                }
                yield alter;
            }
            case AlterTable.MaskColumn _, AlterTable.UnmaskColumn _ -> alter;
        };
    }

    private void addColumns(AlterTable.AddColumns add, TableMetadata table) {
        guardrails.ensure(Feature.ALTER_TABLE, warnings);
        add.columns().forEach(this::checkColumn);
        long added = add.columns().stream()
                .filter(column -> table.column(column.name().text()).isEmpty())
                .count();
        if (added > 0) {
            guardrails.check(Quantity.COLUMNS_PER_TABLE, table.columns().size() + added, table.name(), warnings);
        }
    }

    private void alterType(AlterType alter) {
        if (!(alter.alteration() instanceof AlterType.AddField add)) {
            return;
        }
        String name = alter.name().name().text();
        Optional<UserType> found = target.schema()
                .keyspace(target.keyspaceName(alter.name()))
                .map(keyspace -> keyspace.types().get(name));
        if (found.isPresent() && found.get().field(add.field().name().text()) < 0) {
            checkField(add.field());
            checkFields(name, found.get().fieldTypes().size() + 1);
        }
    }

    private void checkFields(String type, int count) {
        guardrails.check(Quantity.FIELDS_PER_UDT, count, type, warnings);
    }

    private void checkColumn(ColumnDefinition column) {
        checkVectors(column.type(), "Column " + column.name());
    }

    private void checkField(FieldDefinition field) {
        checkVectors(field.type(), "Field " + field.name());
    }

    private void checkVectors(TypeName type, String what) {
        switch (type) {
            case TypeName.Vector(TypeName element, int dimension) -> {
                guardrails.ensure(Feature.VECTOR_TYPE, what, warnings);
                guardrails.check(Quantity.VECTOR_DIMENSIONS, dimension, what, warnings);
                checkVectors(element, what);
            }
            case TypeName.ListOf(TypeName element) -> checkVectors(element, what);
            case TypeName.SetOf(TypeName element) -> checkVectors(element, what);
            case TypeName.MapOf(TypeName key, TypeName value) -> {
                checkVectors(key, what);
                checkVectors(value, what);
            }
            case TypeName.Tuple(var elements) -> elements.forEach(element -> checkVectors(element, what));
            case TypeName.Frozen(TypeName inner) -> checkVectors(inner, what);
            case TypeName.Native _, TypeName.User _, TypeName.Custom _ -> {}
        }
    }

    private Properties withoutIgnored(Properties properties) {
        Set<String> ignored = guardrails.check(
                Listing.TABLE_PROPERTIES, new TreeSet<>(properties.values().keySet()), warnings);
        if (ignored.isEmpty()) {
            return properties;
        }
        var kept = new LinkedHashMap<>(properties.values());
        kept.keySet().removeAll(ignored);
        return new Properties(kept);
    }

    /// What the statement itself says counts, not what the table had before.
    private void checkProperties(Properties properties) {
        boolean uncompressed = option(properties, "compression", "enabled")
                        .filter("false"::equalsIgnoreCase)
                        .isPresent()
                || option(properties, "compression", "class")
                        .or(() -> option(properties, "compression", "sstable_compression"))
                        .filter(String::isEmpty)
                        .isPresent();
        if (uncompressed) {
            guardrails.ensure(Feature.UNCOMPRESSED_TABLES, warnings);
        }
        boolean byWindows = option(properties, "compaction", "class")
                .filter(name -> name.endsWith("TimeWindowCompactionStrategy"))
                .isPresent();
        boolean expires =
                properties.values().get("default_time_to_live") instanceof PropertyValue.Text(String ttl, var _)
                        && !ttl.equals("0");
        if (byWindows && !expires) {
            guardrails.ensure(Feature.ZERO_TTL_ON_TWCS, warnings);
        }
        checkExpiration(properties);
    }

    /// An option that would be there and not be heeded is none to accept.
    private void checkExpiration(Properties properties) {
        if (option(properties, "compaction", "unsafe_aggressive_sstable_expiration")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            guardrails.checkUnsafeExpiration();
        }
    }

    private static Optional<String> option(Properties properties, String property, String name) {
        return properties.values().get(property) instanceof PropertyValue.Options(Map<String, String> entries)
                ? Optional.ofNullable(entries.get(name))
                : Optional.empty();
    }
}
