package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// The connection needs a login, through the authenticator of this class name.
public record Authenticate(String authenticator) implements Response {
    @Override
    public Opcode opcode() {
        return Opcode.AUTHENTICATE;
    }
}
