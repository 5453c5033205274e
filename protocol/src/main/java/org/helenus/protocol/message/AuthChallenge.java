package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// The server's move in an authentication.
public record AuthChallenge(byte[] token) implements Response {
    @Override
    public Opcode opcode() {
        return Opcode.AUTH_CHALLENGE;
    }
}
