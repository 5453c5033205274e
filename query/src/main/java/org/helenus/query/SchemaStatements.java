package org.helenus.query;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;

/// Statements about the schema, decided purely: what would change, and what would be answered. The processor makes the
/// changes durable, one statement at a time, and answers.
public interface SchemaStatements {
    /// Decides a `CREATE`, `ALTER` or `DROP`.
    ///
    /// @param keyspace what an unqualified name is looked up in
    /// @throws org.helenus.schema.error.CqlException as Cassandra words it
    Definition define(SchemaStatement statement, Optional<String> keyspace, Schema schema);

    /// The rows of a `DESCRIBE`; they are told in the order in which the client is to see them.
    VirtualTable describe(Describe statement, Optional<String> keyspace, Schema schema);

    /// @param changes to apply together; empty: nothing to do (`IF NOT EXISTS` of what exists)
    /// @param outcome the client's answer, [Outcome.Done] when nothing changed, and the event for those who
    ///     registered
    record Definition(List<SchemaChange> changes, Outcome outcome) {
        public Definition {
            changes = List.copyOf(changes);
        }
    }
}
