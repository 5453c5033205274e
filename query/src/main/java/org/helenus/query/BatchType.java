package org.helenus.query;

import java.util.Optional;

/// The kinds of `BATCH`; codes are those of the wire.
public enum BatchType {
    LOGGED(0),
    UNLOGGED(1),
    COUNTER(2);

    private final int code;

    BatchType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<BatchType> of(int code) {
        return switch (code) {
            case 0 -> Optional.of(LOGGED);
            case 1 -> Optional.of(UNLOGGED);
            case 2 -> Optional.of(COUNTER);
            default -> Optional.empty();
        };
    }
}
