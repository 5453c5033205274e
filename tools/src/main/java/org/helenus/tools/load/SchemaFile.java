package org.helenus.tools.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.helenus.cql.CqlParser;
import org.helenus.cql.CqlSyntaxException;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.Use;
import org.helenus.query.NodeDescription;
import org.helenus.query.ddl.DataDefinition;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.system.SystemSources;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.CqlException;

/// A script of `CREATE` statements, as `DESCRIBE` prints it: what it would change in a schema. Pure but for ids of new
/// tables.
final class SchemaFile {
    private SchemaFile() {}

    /// The changes that the script makes; what exists already is left as it is.
    ///
    /// @param name for errors
    /// @throws LoadFailedException it is no script of such statements
    static List<SchemaChange> changes(String name, String script, Schema before, LongSupplier nowMicros)
            throws IOException {
        var node = NodeDescription.local(new UUID(0, 0), 0);
        var systemTables = new SystemTables(node, SystemSources.ofSchema(() -> before));
        var definitions = new DataDefinition(node, systemTables, nowMicros, UUID::randomUUID, Guardrails.NONE);
        var changes = new ArrayList<SchemaChange>();
        var schema = before;
        var keyspace = Optional.<String>empty();
        for (var part : CqlParser.split(script)) {
            if (part.text().isBlank()) {
                continue;
            }
            try {
                switch (CqlParser.parse(part.text())) {
                    case SchemaStatement statement -> {
                        var made =
                                definitions.define(statement, keyspace, schema).changes();
                        changes.addAll(made);
                        schema = schema.apply(made);
                    }
                    case Use use -> keyspace = Optional.of(use.keyspace().text());
                    default ->
                        throw new LoadFailedException(
                                name + ": only statements of the schema belong here, not " + part.text());
                }
            } catch (AlreadyExists _) {
                // As it is.
            } catch (CqlException | CqlSyntaxException e) {
                throw new LoadFailedException(name + ": " + e.getMessage(), e);
            }
        }
        return changes;
    }
}
