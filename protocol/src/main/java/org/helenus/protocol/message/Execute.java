package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// Executes a prepared statement.
///
/// @param resultMetadataId the result metadata that the client knows; empty below version 5
public record Execute(byte[] id, byte[] resultMetadataId, QueryParameters parameters) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.EXECUTE;
    }
}
