package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// The connection is started, or the registration done.
public record Ready() implements Response {
    @Override
    public Opcode opcode() {
        return Opcode.READY;
    }
}
