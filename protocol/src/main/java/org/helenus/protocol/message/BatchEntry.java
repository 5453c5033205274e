package org.helenus.protocol.message;

import org.helenus.schema.request.BoundValues;

/// One statement of a batch, by text or by prepared id, with its positional values.
public sealed interface BatchEntry {
    BoundValues values();

    record Text(String cql, BoundValues values) implements BatchEntry {}

    record Prepared(byte[] id, BoundValues values) implements BatchEntry {}
}
