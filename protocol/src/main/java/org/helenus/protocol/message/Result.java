package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// A statement's result.
public sealed interface Result extends Response
        permits VoidResult, RowsResult, SetKeyspaceResult, PreparedResult, SchemaChangeResult {
    @Override
    default Opcode opcode() {
        return Opcode.RESULT;
    }
}
