package org.helenus.query.ddl;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.helenus.cql.tree.ClusteringOrder;
import org.helenus.cql.tree.ColumnDefinition;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.PrimaryKey;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.expression.TypeResolver;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.option.Properties;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;

/// `CREATE TABLE`.
final class TableCreation {
    private static final int MAX_NAME = 222;

    private final Supplier<UUID> tableIds;

    TableCreation(Supplier<UUID> tableIds) {
        this.tableIds = tableIds;
    }

    Definition create(CreateTable statement, Target target) {
        KeyspaceMetadata keyspace = target.keyspace(statement.name());
        String name = statement.name().name().text();
        PrimaryKey key = primaryKey(statement, name);
        if (keyspace.tables().containsKey(name)) {
            if (statement.ifNotExists()) {
                return DataDefinition.nothing();
            }
            throw new AlreadyExists(
                    "Cannot add already existing table \"" + name + "\" to keyspace \"" + keyspace.name() + "\"",
                    keyspace.name(),
                    name);
        }
        var options = Options.of(statement.properties());
        Optional<UUID> id = id(options);
        TableMetadata table = table(statement, keyspace, key, freshId(id, target.schema()))
                .options(TableOptions.created(options))
                .build();
        checkName(keyspace.name(), name);
        if (table.isCounter() && table.options().defaultTimeToLive() != 0) {
            throw new InvalidRequest("Cannot set default_time_to_live on a table with counters");
        }
        DroppingCompaction.check(table);
        return Target.changed(
                Outcome.Change.CREATED,
                table,
                new SchemaChange.PutTable(table),
                DroppingCompaction.warnings(table.options()));
    }

    private static Optional<UUID> id(Map<String, Object> options) {
        Optional<String> text = new Properties(options).text("id");
        options.remove("id");
        try {
            return text.map(UUID::fromString);
        } catch (IllegalArgumentException _) {
            throw new ConfigurationError("Invalid table id");
        }
    }

    private TableId freshId(Optional<UUID> wanted, Schema schema) {
        var id = new TableId(wanted.orElseGet(tableIds));
        if (schema.table(id).isPresent()) {
            throw new InvalidRequest("A table with the id " + id + " exists already");
        }
        return id;
    }

    private static void checkName(String keyspace, String name) {
        if (!name.matches("\\w+")) {
            throw new ConfigurationError(keyspace + "." + name
                    + ": Table name must not be empty or not contain non-alphanumeric-underscore characters (got \""
                    + name + "\")");
        }
        if (name.length() > MAX_NAME) {
            throw new ConfigurationError(keyspace + "." + name + ": Table name must not be more than " + MAX_NAME
                    + " characters long (got " + name.length() + " characters for \"" + name + "\")");
        }
    }

    private static PrimaryKey primaryKey(CreateTable statement, String table) {
        var keys = new ArrayList<>(statement.primaryKeys());
        var seen = new LinkedHashSet<Name>();
        for (ColumnDefinition column : statement.columns()) {
            if (!seen.add(column.name())) {
                throw new InvalidRequest(
                        "Duplicate column '" + column.name() + "' declaration for table '" + table + "'");
            }
            if (column.primaryKey()) {
                keys.add(new PrimaryKey(List.of(column.name()), List.of()));
            }
        }
        if (keys.size() != 1) {
            // The first is Cassandra's spelling.
            throw new InvalidRequest((keys.isEmpty() ? "No PRIMARY KEY specifed" : "Multiple PRIMARY KEY specified")
                    + " for table '" + table + "' (exactly one required)");
        }
        return keys.getFirst();
    }

    private static TableMetadata.Builder table(
            CreateTable statement, KeyspaceMetadata keyspace, PrimaryKey key, TableId id) {
        String name = statement.name().name().text();
        var resolver = new TypeResolver(keyspace.name(), keyspace.types());
        var budget = new TypeBudget(keyspace.types());
        var types = new LinkedHashMap<Name, CqlType>();
        var statics = new LinkedHashSet<Name>();
        for (ColumnDefinition column : statement.columns()) {
            checkUnmasked(column);
            CqlType type = resolver.resolve(column.type());
            budget.check(type);
            checkNesting(type, "");
            types.put(column.name(), type);
            if (column.isStatic()) {
                statics.add(column.name());
            }
        }
        var keyNames = new LinkedHashSet<Name>();
        for (List<Name> part : List.of(key.partitionKey(), key.clustering())) {
            for (Name column : part) {
                checkKeyColumn(column, types, statics, keyNames, name);
            }
        }
        Map<Name, Boolean> order = clusteringOrder(statement.clusteringOrder(), key.clustering(), name);
        if (statement.compactStorage()) {
            var others = new LinkedHashMap<>(types);
            others.keySet().removeAll(keyNames);
            checkCompact(!key.clustering().isEmpty(), others, !statics.isEmpty());
        } else if (!statics.isEmpty() && key.clustering().isEmpty()) {
            throw new InvalidRequest(
                    "Static columns are only useful (and thus allowed) if the table has at least one clustering column");
        }
        var builder = TableMetadata.builder(id, keyspace.name(), name);
        key.partitionKey().forEach(column -> builder.partitionKey(column.text(), types.get(column)));
        key.clustering()
                .forEach(column ->
                        builder.clustering(column.text(), types.get(column), order.getOrDefault(column, false)));
        types.keySet().removeAll(keyNames);
        long counters =
                types.values().stream().filter(NativeType.COUNTER::equals).count();
        if (counters > 0 && counters < types.size()) {
            throw new InvalidRequest("Cannot mix counter and non counter columns in the same table");
        }
        types.forEach((column, type) -> {
            if (statics.contains(column)) {
                builder.staticColumn(column.text(), type);
            } else {
                builder.regular(column.text(), type);
            }
        });
        return statement.compactStorage() ? builder.compact() : builder;
    }

    /// What the first releases of Cassandra could not have kept is refused.
    ///
    /// @param others all columns but those of the key
    private static void checkCompact(boolean hasClustering, Map<Name, CqlType> others, boolean hasStatics) {
        if (others.values().stream().anyMatch(CqlType::isMultiCell)) {
            throw new InvalidRequest("Non-frozen collections and UDTs are not supported with COMPACT STORAGE");
        }
        if (hasStatics) {
            throw new InvalidRequest("Static columns are not supported in COMPACT STORAGE tables");
        }
        if (!hasClustering && others.isEmpty()) {
            throw new InvalidRequest("No definition found that is not part of the PRIMARY KEY");
        }
        if (hasClustering && others.size() > 1) {
            throw new InvalidRequest(
                    "COMPACT STORAGE with composite PRIMARY KEY allows no more than one column not part"
                            + " of the PRIMARY KEY (got: "
                            + others.keySet().stream().map(Name::text).sorted().collect(joining(", ")) + ")");
        }
    }

    static void checkUnmasked(ColumnDefinition column) {
        if (column.mask().isPresent()) {
            throw new InvalidRequest(
                    "Cannot mask columns because dynamic data masking is not enabled. You can enable it"
                            + " with the dynamic_data_masking_enabled property on cassandra.yaml");
        }
    }

    static void checkNesting(CqlType type, String where) {
        boolean nested = type instanceof UserType user
                && user.isMultiCell()
                && user.fieldTypes().stream().anyMatch(CqlType::isMultiCell);
        if (nested) {
            throw new InvalidRequest("Non-frozen UDTs with nested non-frozen collections are not supported" + where);
        }
    }

    private static void checkKeyColumn(
            Name column,
            Map<Name, CqlType> types,
            LinkedHashSet<Name> statics,
            LinkedHashSet<Name> seen,
            String table) {
        CqlType type = types.get(column);
        if (type == null) {
            throw new InvalidRequest(
                    "Unknown column '" + column + "' referenced in PRIMARY KEY for table '" + table + "'");
        }
        if (!seen.add(column)) {
            throw new InvalidRequest(
                    "Duplicate column '" + column + "' in PRIMARY KEY clause for table '" + table + "'");
        }
        String where = " for PRIMARY KEY column '" + column + "'";
        if (type.isMultiCell()) {
            throw new InvalidRequest(
                    type instanceof UserType user
                            ? "Invalid non-frozen user-defined type \"" + user.keyspace() + "." + user.name() + "\""
                                    + where
                            : "Invalid non-frozen collection type " + type.cqlName() + where);
        }
        if (type == NativeType.COUNTER) {
            throw new InvalidRequest("counter type is not supported" + where);
        }
        if (type.contains(NativeType.DURATION)) {
            throw new InvalidRequest("duration type is not supported" + where);
        }
        if (statics.contains(column)) {
            throw new InvalidRequest("Static column '" + column + "' cannot be part of the PRIMARY KEY");
        }
    }

    private static Map<Name, Boolean> clusteringOrder(
            List<ClusteringOrder> written, List<Name> clustering, String table) {
        var order = new LinkedHashMap<Name, Boolean>();
        for (ClusteringOrder column : written) {
            if (order.put(column.column(), column.descending()) != null) {
                throw new InvalidRequest("Duplicate column '" + column.column()
                        + "' in CLUSTERING ORDER BY clause for table '" + table + "'");
            }
        }
        if (order.isEmpty()) {
            return order;
        }
        var strangers = new ArrayList<>(order.keySet());
        strangers.removeAll(clustering);
        if (!strangers.isEmpty()) {
            throw new InvalidRequest("Only clustering key columns can be defined in CLUSTERING ORDER directive: "
                    + strangers + " are not clustering columns");
        }
        // Columns after the last one named are ascending.
        List<Name> given = List.copyOf(order.keySet());
        for (int i = 0; i < given.size(); i++) {
            Name wanted = clustering.get(i);
            if (given.get(i).equals(wanted)) {
                continue;
            }
            throw new InvalidRequest(
                    order.containsKey(wanted)
                            ? "The order of columns in the CLUSTERING ORDER directive must match that of the clustering columns ("
                                    + wanted + " must appear before " + given.get(i) + ")"
                            : "Missing CLUSTERING ORDER for column " + wanted);
        }
        return order;
    }
}
