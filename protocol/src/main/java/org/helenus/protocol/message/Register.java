package org.helenus.protocol.message;

import java.util.Set;
import org.helenus.protocol.frame.Opcode;

/// Asks to be told of events on this connection.
public record Register(Set<EventType> events) implements Request {
    public Register {
        events = Set.copyOf(events);
    }

    @Override
    public Opcode opcode() {
        return Opcode.REGISTER;
    }
}
