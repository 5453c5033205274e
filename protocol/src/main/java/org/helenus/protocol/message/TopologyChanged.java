package org.helenus.protocol.message;

import java.net.InetSocketAddress;

/// A node joined or left.
public record TopologyChanged(Change change, InetSocketAddress node) implements Event {
    /// By the names on the wire.
    public enum Change {
        NEW_NODE,
        REMOVED_NODE
    }

    @Override
    public EventType type() {
        return EventType.TOPOLOGY_CHANGE;
    }
}
