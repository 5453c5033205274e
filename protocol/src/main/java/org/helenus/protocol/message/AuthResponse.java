package org.helenus.protocol.message;

import java.util.Optional;
import org.helenus.protocol.frame.Opcode;

/// The client's move in an authentication; what the token means is the authenticator's.
public record AuthResponse(Optional<byte[]> token) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.AUTH_RESPONSE;
    }
}
