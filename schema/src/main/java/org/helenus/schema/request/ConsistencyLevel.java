package org.helenus.schema.request;

import java.util.Optional;

/// How many replicas a client wants to hear from. The codes are those of the native protocol.
public enum ConsistencyLevel {
    ANY(0),
    ONE(1),
    TWO(2),
    THREE(3),
    QUORUM(4),
    ALL(5),
    LOCAL_QUORUM(6),
    EACH_QUORUM(7),
    SERIAL(8),
    LOCAL_SERIAL(9),
    LOCAL_ONE(10);

    private static final ConsistencyLevel[] BY_CODE = values();

    private final int code;

    ConsistencyLevel(int code) {
        this.code = code;
    }

    /// The protocol's code, an unsigned short on the wire.
    public int code() {
        return code;
    }

    /// Serial levels belong to conditions and serial reads.
    public boolean isSerial() {
        return this == SERIAL || this == LOCAL_SERIAL;
    }

    /// Empty: the protocol knows no such level.
    public static Optional<ConsistencyLevel> of(int code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
    }
}
