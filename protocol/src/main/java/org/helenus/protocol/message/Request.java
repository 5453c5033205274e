package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// What a client asks.
public sealed interface Request permits Startup, Options, Query, Prepare, Execute, Batch, Register, AuthResponse {
    Opcode opcode();
}
