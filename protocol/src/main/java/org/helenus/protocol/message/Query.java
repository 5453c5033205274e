package org.helenus.protocol.message;

import org.helenus.protocol.frame.Opcode;

/// One statement as text, with its values.
public record Query(String cql, QueryParameters parameters) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.QUERY;
    }
}
