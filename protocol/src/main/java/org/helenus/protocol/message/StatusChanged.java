package org.helenus.protocol.message;

import java.net.InetSocketAddress;

/// A node went up or down.
public record StatusChanged(Change change, InetSocketAddress node) implements Event {
    /// By the names on the wire.
    public enum Change {
        UP,
        DOWN
    }

    @Override
    public EventType type() {
        return EventType.STATUS_CHANGE;
    }
}
