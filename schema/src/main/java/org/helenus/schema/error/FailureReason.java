package org.helenus.schema.error;

/// Why one replica failed. The codes are those of the native protocol, version 5.
public enum FailureReason {
    UNKNOWN(0),
    READ_TOO_MANY_TOMBSTONES(1),
    TIMEOUT(2),
    INCOMPATIBLE_SCHEMA(3),
    READ_SIZE(4),
    NODE_DOWN(5),
    INDEX_NOT_AVAILABLE(6),
    READ_TOO_MANY_INDEXES(7);

    private final int code;

    FailureReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
