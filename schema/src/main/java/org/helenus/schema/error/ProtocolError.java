package org.helenus.schema.error;

/// The message broke the rules of the protocol.
public final class ProtocolError extends CqlException {
    public static final int CODE = 0x000A;

    public ProtocolError(String message) {
        super(CODE, message);
    }
}
