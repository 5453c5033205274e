package org.helenus.schema;

import java.util.UUID;

/// Names a table for its whole life; a table created again under an old name gets a new one.
public record TableId(UUID uuid) {
    @Override
    public String toString() {
        return uuid.toString();
    }
}
