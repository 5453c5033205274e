package org.helenus.protocol.message;

import java.util.List;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;

/// EVENT bodies: \[string] type, \[string] change, then
///
///     TOPOLOGY_CHANGE, STATUS_CHANGE  [inet] node
///     SCHEMA_CHANGE                   [string] target, [string] keyspace, [string] name (not of a keyspace),
///                                     [string list] argument types (of a function or aggregate)
final class EventCodec {
    private EventCodec() {}

    static void encode(Event event, int version, ByteWriter out) {
        Notation.string(out, event.type().name());
        switch (event) {
            case SchemaChanged changed -> encodeChange(changed, version, out);
            case TopologyChanged changed -> {
                Notation.string(out, changed.change().name());
                Notation.inet(out, changed.node());
            }
            case StatusChanged changed -> {
                Notation.string(out, changed.change().name());
                Notation.inet(out, changed.node());
            }
        }
    }

    /// Version 3 knows no functions and aggregates: their keyspace was updated.
    static void encodeChange(SchemaChanged given, int version, ByteWriter out) {
        var changed = version < ProtocolVersion.V4 && given.isOfFunction()
                ? new SchemaChanged(
                        SchemaChanged.Change.UPDATED, SchemaChanged.Target.KEYSPACE, given.keyspace(), "", List.of())
                : given;
        Notation.string(out, changed.change().name());
        Notation.string(out, changed.target().name());
        Notation.string(out, changed.keyspace());
        switch (changed.target()) {
            case KEYSPACE -> {}
            case TABLE, TYPE -> Notation.string(out, changed.name());
            case FUNCTION, AGGREGATE -> {
                Notation.string(out, changed.name());
                Notation.stringList(out, changed.argumentTypes());
            }
        }
    }

    static Event decode(BodyReader in) {
        var type = in.string();
        return switch (type) {
            case "SCHEMA_CHANGE" -> decodeChange(in);
            case "TOPOLOGY_CHANGE" ->
                new TopologyChanged(named(TopologyChanged.Change.values(), in.string()), in.inet());
            case "STATUS_CHANGE" -> new StatusChanged(named(StatusChanged.Change.values(), in.string()), in.inet());
            default -> throw new ProtocolError("Unknown event type " + type);
        };
    }

    static SchemaChanged decodeChange(BodyReader in) {
        var change = named(SchemaChanged.Change.values(), in.string());
        var target = named(SchemaChanged.Target.values(), in.string());
        var keyspace = in.string();
        return switch (target) {
            case KEYSPACE -> new SchemaChanged(change, target, keyspace, "", List.of());
            case TABLE, TYPE -> new SchemaChanged(change, target, keyspace, in.string(), List.of());
            case FUNCTION, AGGREGATE -> new SchemaChanged(change, target, keyspace, in.string(), in.stringList());
        };
    }

    private static <E extends Enum<E>> E named(E[] values, String name) {
        for (var value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw new ProtocolError("Unknown name " + name + " in an event");
    }
}
