package org.helenus.protocol.message;

import java.util.Optional;
import org.helenus.protocol.frame.Opcode;

/// Asks for an id under which a statement can be executed.
///
/// @param keyspace the one to resolve names in instead of the connection's; version 5
public record Prepare(String cql, Optional<String> keyspace) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.PREPARE;
    }
}
