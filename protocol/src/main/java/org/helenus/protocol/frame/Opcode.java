package org.helenus.protocol.frame;

import java.util.Optional;

/// What an envelope's body is. The codes are those of the native protocol.
public enum Opcode {
    ERROR(0x00, false),
    STARTUP(0x01, true),
    READY(0x02, false),
    AUTHENTICATE(0x03, false),
    OPTIONS(0x05, true),
    SUPPORTED(0x06, false),
    QUERY(0x07, true),
    RESULT(0x08, false),
    PREPARE(0x09, true),
    EXECUTE(0x0A, true),
    REGISTER(0x0B, true),
    EVENT(0x0C, false),
    BATCH(0x0D, true),
    AUTH_CHALLENGE(0x0E, false),
    AUTH_RESPONSE(0x0F, true),
    AUTH_SUCCESS(0x10, false);

    private static final Opcode[] BY_CODE = new Opcode[0x11];

    static {
        for (var opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final boolean request;

    Opcode(int code, boolean request) {
        this.code = code;
        this.request = request;
    }

    public int code() {
        return code;
    }

    /// Sent by clients.
    public boolean isRequest() {
        return request;
    }

    /// Empty: the protocol knows no such opcode.
    public static Optional<Opcode> of(int code) {
        return code >= 0 && code < BY_CODE.length ? Optional.ofNullable(BY_CODE[code]) : Optional.empty();
    }
}
