package org.helenus.query.ddl;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.query.Notes;
import org.helenus.query.Outcome;
import org.helenus.query.SchemaStatements.Definition;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Unauthorized;

/// Where a statement's names lead: the schema, and the keyspace of names without one.
record Target(Optional<String> current, Schema schema) {
    /// The keyspace that a name lies in; one that users may change.
    String keyspaceName(QualifiedName name) {
        String keyspace = name.keyspace()
                .map(written -> written.text())
                .or(() -> current)
                .orElseThrow(() -> new InvalidRequest(
                        "No keyspace has been specified. USE a keyspace, or explicitly specify keyspace.tablename"));
        checkChangeable(keyspace);
        return keyspace;
    }

    static void checkChangeable(String keyspace) {
        if (SystemTables.isSystemKeyspace(keyspace)) {
            throw new Unauthorized(keyspace + " keyspace is not user-modifiable.");
        }
    }

    KeyspaceMetadata keyspace(QualifiedName name) {
        String keyspace = keyspaceName(name);
        return schema.keyspace(keyspace)
                .orElseThrow(() -> new InvalidRequest("Keyspace '" + keyspace + "' doesn't exist"));
    }

    Optional<TableMetadata> table(QualifiedName name) {
        return schema.table(keyspaceName(name), name.name().text());
    }

    InvalidRequest noTable(QualifiedName name) {
        return new InvalidRequest("Table '" + keyspaceName(name) + "." + name.name() + "' doesn't exist");
    }

    static Definition changed(Outcome.Change change, TableMetadata table, SchemaChange step) {
        return changed(change, table, step, List.of());
    }

    static Definition changed(Outcome.Change change, TableMetadata table, SchemaChange step, List<String> warnings) {
        return changed(change, Outcome.Target.TABLE, table.keyspace(), table.name(), List.of(step), warnings);
    }

    static Definition changed(
            Outcome.Change change,
            Outcome.Target target,
            String keyspace,
            String name,
            List<SchemaChange> steps,
            List<String> warnings) {
        var notes = Notes.of(warnings, Optional.empty());
        return new Definition(steps, new Outcome.SchemaChanged(change, target, keyspace, name, List.of(), notes));
    }
}
