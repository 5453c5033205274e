package org.helenus.schema.error;

import org.helenus.schema.request.ConsistencyLevel;

/// Nobody knows whether a conditional write took effect.
public final class CasWriteUnknown extends CqlException {
    public static final int CODE = 0x1700;

    private final ConsistencyLevel consistency;
    private final int received;
    private final int blockFor;

    public CasWriteUnknown(String message, ConsistencyLevel consistency, int received, int blockFor) {
        super(CODE, message);
        this.consistency = consistency;
        this.received = received;
        this.blockFor = blockFor;
    }

    public ConsistencyLevel consistency() {
        return consistency;
    }

    public int received() {
        return received;
    }

    public int blockFor() {
        return blockFor;
    }
}
