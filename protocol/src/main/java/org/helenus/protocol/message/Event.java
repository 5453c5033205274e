package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// What the server tells of its own accord to connections that registered for it.
public sealed interface Event extends Response permits SchemaChanged, TopologyChanged, StatusChanged {
    EventType type();

    @Override
    default Opcode opcode() {
        return Opcode.EVENT;
    }
}
