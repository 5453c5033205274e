package org.helenus.protocol.message;

/// The connection uses this keyspace now.
public record SetKeyspaceResult(String keyspace) implements Result {}
