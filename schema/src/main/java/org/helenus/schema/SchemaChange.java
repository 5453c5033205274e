package org.helenus.schema;

import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.UserType;

/// One step from a schema to the next. What the manifest keeps; "put" makes or replaces.
public sealed interface SchemaChange {
    record PutKeyspace(String name, ReplicationParams replication, boolean durableWrites) implements SchemaChange {}

    /// With all its tables and types.
    record DropKeyspace(String name) implements SchemaChange {}

    record PutTable(TableMetadata table) implements SchemaChange {}

    record DropTable(TableId id) implements SchemaChange {}

    /// Tables and types that use the type follow: their columns' types are made anew.
    record PutType(UserType type) implements SchemaChange {}

    record DropType(String keyspace, String name) implements SchemaChange {}
}
