package org.helenus.query.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.tree.AlterKeyspace;
import org.helenus.cql.tree.CreateKeyspace;
import org.helenus.cql.tree.DropKeyspace;
import org.helenus.query.Notes;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.option.Properties;
import org.helenus.schema.option.ReplicationParams;

/// `CREATE`, `ALTER` and `DROP KEYSPACE`.
final class KeyspaceStatements {
    private static final int MAX_NAME = 48;

    private final String dataCenter;

    KeyspaceStatements(String dataCenter) {
        this.dataCenter = dataCenter;
    }

    Definition create(CreateKeyspace statement, Schema schema) {
        String name = statement.name().text();
        if (SystemTables.isSystemKeyspace(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidRequest("System keyspace '" + name + "' is not user-modifiable");
        }
        checkName(name);
        var properties = properties(statement.properties());
        Map<String, String> replication = properties
                .map("replication")
                .orElseThrow(() -> new InvalidRequest("Missing mandatory option 'replication'"));
        if (schema.keyspace(name).isPresent()) {
            if (statement.ifNotExists()) {
                return DataDefinition.nothing();
            }
            throw new AlreadyExists("Cannot add existing keyspace \"" + name + "\"", name, "");
        }
        var params = ReplicationParams.parse(replication, Map.of(), name, dataCenter);
        boolean durableWrites = properties.truth("durable_writes", true);
        return put(Outcome.Change.CREATED, name, params, durableWrites, warnings(name, params));
    }

    private static void checkName(String name) {
        if (!name.matches("\\w+")) {
            throw new InvalidRequest(
                    "Keyspace name must not be empty and must contain alphanumeric or underscore characters"
                            + " only (got \"" + name + "\")");
        }
        if (name.length() > MAX_NAME) {
            throw new InvalidRequest("Keyspace name must not be more than " + MAX_NAME + " characters long (got "
                    + name.length() + " characters for \"" + name + "\")");
        }
    }

    private static Properties properties(org.helenus.cql.tree.Properties written) {
        for (String name : written.values().keySet()) {
            if (!name.equals("replication") && !name.equals("durable_writes")) {
                throw new SyntaxError("Unknown property '" + name + "'");
            }
        }
        var properties = new Properties(Options.of(written));
        if (properties
                        .map("replication")
                        .filter(map -> !map.containsKey("class"))
                        .isPresent()
                && !properties.map("replication").orElseThrow().isEmpty()) {
            throw new ConfigurationError("Missing replication strategy class");
        }
        return properties;
    }

    private static Definition put(
            Outcome.Change change,
            String name,
            ReplicationParams replication,
            boolean durableWrites,
            List<String> warnings) {
        return Target.changed(
                change,
                Outcome.Target.KEYSPACE,
                name,
                "",
                List.of(new SchemaChange.PutKeyspace(name, replication, durableWrites)),
                warnings);
    }

    private static int copies(ReplicationParams replication) {
        return replication.options().values().stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /// A factor above one cannot be met by one node; Cassandra takes it and says so.
    private static List<String> warnings(String name, ReplicationParams replication) {
        var warnings = new ArrayList<String>();
        replication.options().forEach((option, factor) -> {
            if (Integer.parseInt(factor) > 1) {
                warnings.add("Your replication factor " + factor + " for keyspace " + name
                        + " is higher than the number of nodes 1"
                        + (option.equals("replication_factor") ? "" : " for datacenter " + option));
            }
        });
        return warnings;
    }

    /// Options that are not named keep their value.
    Definition alter(AlterKeyspace statement, Schema schema) {
        String name = statement.name().text();
        Target.checkChangeable(name);
        Optional<KeyspaceMetadata> found = schema.keyspace(name);
        if (found.isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw missing(name);
        }
        var properties = properties(statement.properties());
        KeyspaceMetadata old = found.get();
        ReplicationParams replication = properties
                .map("replication")
                .filter(given -> !given.isEmpty())
                .map(given -> ReplicationParams.parse(given, old.replication().options(), name, dataCenter))
                .orElse(old.replication());
        boolean durableWrites = properties.truth("durable_writes", old.durableWrites());
        List<String> warnings = warnings(name, replication);
        if (replication.equals(old.replication()) && durableWrites == old.durableWrites()) {
            return new Definition(List.of(), new Outcome.Done(Notes.of(warnings, Optional.empty())));
        }
        if (copies(replication) > copies(old.replication())) {
            warnings.add(
                    "When increasing replication factor you need to run a full (-full) repair to distribute the data.");
        }
        return put(Outcome.Change.UPDATED, name, replication, durableWrites, warnings);
    }

    Definition drop(DropKeyspace statement, Schema schema) {
        String name = statement.name().text();
        Target.checkChangeable(name);
        if (schema.keyspace(name).isEmpty()) {
            if (statement.ifExists()) {
                return DataDefinition.nothing();
            }
            throw missing(name);
        }
        return Target.changed(
                Outcome.Change.DROPPED,
                Outcome.Target.KEYSPACE,
                name,
                "",
                List.of(new SchemaChange.DropKeyspace(name)),
                List.of());
    }

    private static InvalidRequest missing(String name) {
        return new InvalidRequest("Keyspace '" + name + "' doesn't exist");
    }
}
