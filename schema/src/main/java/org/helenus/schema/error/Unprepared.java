package org.helenus.schema.error;

/// No statement is prepared under this id.
public final class Unprepared extends CqlException {
    public static final int CODE = 0x2500;

    private final byte[] id;

    public Unprepared(String message, byte[] id) {
        super(CODE, message);
        this.id = id.clone();
    }

    public byte[] id() {
        return id.clone();
    }
}
