package org.helenus.protocol.message;

/// The schema was changed by this request.
public record SchemaChangeResult(SchemaChanged change) implements Result {}
