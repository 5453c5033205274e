package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// Asks what the server supports; drivers also use it as a heartbeat.
public record Options() implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.OPTIONS;
    }
}
