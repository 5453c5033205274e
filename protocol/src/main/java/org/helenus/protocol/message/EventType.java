package org.helenus.protocol.message;

import java.util.Optional;

/// What a client can register for, by the names on the wire.
public enum EventType {
    TOPOLOGY_CHANGE,
    STATUS_CHANGE,
    SCHEMA_CHANGE;

    /// Empty: the protocol knows no such event.
    public static Optional<EventType> of(String name) {
        return switch (name) {
            case "TOPOLOGY_CHANGE" -> Optional.of(TOPOLOGY_CHANGE);
            case "STATUS_CHANGE" -> Optional.of(STATUS_CHANGE);
            case "SCHEMA_CHANGE" -> Optional.of(SCHEMA_CHANGE);
            default -> Optional.empty();
        };
    }
}
