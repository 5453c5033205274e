package org.helenus.schema.error;

/// Login refused.
public final class BadCredentials extends CqlException {
    public static final int CODE = 0x0100;

    public BadCredentials(String message) {
        super(CODE, message);
    }
}
