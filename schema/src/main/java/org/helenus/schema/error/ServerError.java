package org.helenus.schema.error;

/// Something failed inside the server.
public final class ServerError extends CqlException {
    public static final int CODE = 0x0000;

    public ServerError(String message) {
        super(CODE, message);
    }
}
