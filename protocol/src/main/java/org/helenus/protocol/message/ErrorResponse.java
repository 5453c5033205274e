package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;
import org.helenus.schema.error.CqlException;

/// The request failed. Errors that an older version does not know travel as the nearest one it does.
public record ErrorResponse(CqlException error) implements Response {
    @Override
    public Opcode opcode() {
        return Opcode.ERROR;
    }
}
