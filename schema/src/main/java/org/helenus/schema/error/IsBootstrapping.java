package org.helenus.schema.error;

/// The node is still joining.
public final class IsBootstrapping extends CqlException {
    public static final int CODE = 0x1002;

    public IsBootstrapping(String message) {
        super(CODE, message);
    }
}
