package org.helenus.protocol.message;

import java.util.Optional;

/// The kinds of batches. The codes are those of the native protocol.
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

    /// Empty: the protocol knows no such type.
    public static Optional<BatchType> of(int code) {
        return switch (code) {
            case 0 -> Optional.of(LOGGED);
            case 1 -> Optional.of(UNLOGGED);
            case 2 -> Optional.of(COUNTER);
            default -> Optional.empty();
        };
    }
}
