package org.helenus.schema.error;

/// The role may not do this.
public final class Unauthorized extends CqlException {
    public static final int CODE = 0x2100;

    public Unauthorized(String message) {
        super(CODE, message);
    }
}
