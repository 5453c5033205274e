package org.helenus.schema.error;

/// The node has more work than it can take.
public final class Overloaded extends CqlException {
    public static final int CODE = 0x1001;

    public Overloaded(String message) {
        super(CODE, message);
    }
}
