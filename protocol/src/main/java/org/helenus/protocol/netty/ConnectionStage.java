package org.helenus.protocol.netty;

import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.message.AuthChallenge;
import org.helenus.protocol.message.AuthSuccess;
import org.helenus.protocol.message.Authenticate;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.Result;
import org.helenus.protocol.message.Supported;
import org.helenus.schema.error.ProtocolError;

/// How far a connection is.
///
///     STARTING ──STARTUP──▶ NEGOTIATING ──READY─────────────────────────────────────▶ READY
///         ▲                   │     └────AUTHENTICATE──▶ AUTHENTICATING ──AUTH_SUCCESS──▶ READY
///         └───────ERROR───────┘
enum ConnectionStage {
    STARTING,
    NEGOTIATING,
    AUTHENTICATING,
    READY;

    /// @throws ProtocolError this is not the moment for such a request
    void check(Opcode opcode) {
        switch (this) {
            case STARTING -> {
                if (opcode != Opcode.STARTUP && opcode != Opcode.OPTIONS) {
                    throw new ProtocolError("Unexpected message " + opcode + ", expecting STARTUP or OPTIONS");
                }
            }
            case NEGOTIATING ->
                throw new ProtocolError("Unexpected message " + opcode + ", the STARTUP is not answered yet");
            case AUTHENTICATING -> {
                if (opcode != Opcode.AUTH_RESPONSE && opcode != Opcode.OPTIONS) {
                    throw new ProtocolError("Unexpected message " + opcode + ", expecting SASL_RESPONSE");
                }
            }
            case READY -> {
                if (opcode == Opcode.STARTUP) {
                    throw new ProtocolError("Unexpected message STARTUP, the connection is already initialized");
                }
            }
        }
    }

    /// Where this answer leads.
    ConnectionStage after(Response response) {
        return switch (response) {
            case Ready _ -> this == NEGOTIATING ? READY : this;
            case Authenticate _ -> this == NEGOTIATING ? AUTHENTICATING : this;
            case AuthSuccess _ -> this == AUTHENTICATING ? READY : this;
            case ErrorResponse _ -> this == NEGOTIATING ? STARTING : this;
            case Supported _, Result _, AuthChallenge _, Event _ -> this;
        };
    }
}
