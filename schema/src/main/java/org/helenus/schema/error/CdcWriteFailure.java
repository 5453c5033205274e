package org.helenus.schema.error;

/// A write could not be kept for change data capture.
public final class CdcWriteFailure extends CqlException {
    public static final int CODE = 0x1600;

    public CdcWriteFailure(String message) {
        super(CODE, message);
    }
}
