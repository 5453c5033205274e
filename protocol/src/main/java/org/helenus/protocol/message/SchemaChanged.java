package org.helenus.protocol.message;

import java.util.List;

/// Something in the schema was created, updated or dropped.
///
/// @param name of the table, type, function or aggregate; empty for a keyspace
/// @param argumentTypes of a function or aggregate; else empty
public record SchemaChanged(Change change, Target target, String keyspace, String name, List<String> argumentTypes)
        implements Event {
    /// By the names on the wire.
    public enum Change {
        CREATED,
        UPDATED,
        DROPPED
    }

    /// By the names on the wire. Indexes and views appear as their tables.
    public enum Target {
        KEYSPACE,
        TABLE,
        TYPE,
        FUNCTION,
        AGGREGATE
    }

    public SchemaChanged {
        argumentTypes = List.copyOf(argumentTypes);
    }

    boolean isOfFunction() {
        return target == Target.FUNCTION || target == Target.AGGREGATE;
    }

    @Override
    public EventType type() {
        return EventType.SCHEMA_CHANGE;
    }
}
