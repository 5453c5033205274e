package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// What a client is told, in answer to a request or, as an [Event], of the server's own accord.
public sealed interface Response
        permits ErrorResponse, Ready, Authenticate, Supported, Result, AuthChallenge, AuthSuccess, Event {
    Opcode opcode();
}
