package org.helenus.protocol.message;

import java.util.List;
import org.helenus.protocol.frame.Opcode;

/// Several modifications in one request. Its parameters carry no values and no paging; these are the entries' or none.
public record Batch(BatchType type, List<BatchEntry> entries, QueryParameters parameters) implements Request {
    public Batch {
        entries = List.copyOf(entries);
    }

    @Override
    public Opcode opcode() {
        return Opcode.BATCH;
    }
}
