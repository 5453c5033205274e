package org.helenus.query;

import java.util.List;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.Schema;
import org.helenus.schema.TableMetadata;

/// A statement bound to a schema. Immutable.
///
/// @param cql its text
/// @param variables one per bind marker
/// @param partitionKeyIndexes see [Prepared]
/// @param resultMetadataId MD5 of the plan's result columns
/// @param namesKeyspace it names the keyspace of each table, so that the session's does not matter
/// @param schema what it was bound to
record Bound(
        String cql,
        Plan plan,
        List<ColumnSpec> variables,
        int[] partitionKeyIndexes,
        byte[] resultMetadataId,
        boolean namesKeyspace,
        Schema schema) {
    /// Whether it still means the same in `now`: nothing that it relies on was changed.
    @SuppressWarnings("ReferenceEquality") // schemas and tables are immutable: another object is another definition
    boolean holdsIn(Schema now) {
        if (now == schema) {
            return true;
        }
        for (TableMetadata table : plan.tables()) {
            if (schema.table(table.id()).isPresent()
                    && now.table(table.id()).filter(found -> found == table).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Whether a table that it reads or writes was dropped since; one that was made in its place is another.
    boolean isOrphanedIn(Schema now) {
        for (TableMetadata table : plan.tables()) {
            if (schema.table(table.id()).isPresent() && now.table(table.id()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    Bound in(Schema now) {
        return new Bound(cql, plan, variables, partitionKeyIndexes, resultMetadataId, namesKeyspace, now);
    }
}
