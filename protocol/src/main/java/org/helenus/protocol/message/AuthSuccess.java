package org.helenus.protocol.message;

import java.util.Optional;
import org.helenus.protocol.frame.Opcode;

/// The login succeeded.
public record AuthSuccess(Optional<byte[]> token) implements Response {
    @Override
    public Opcode opcode() {
        return Opcode.AUTH_SUCCESS;
    }
}
