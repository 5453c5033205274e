package org.helenus.schema.error;

import org.helenus.schema.request.ConsistencyLevel;

/// Too few replicas acknowledged a write in time. `contentions` counts only for conditional writes.
public final class WriteTimeout extends CqlException {
    public static final int CODE = 0x1100;

    private final ConsistencyLevel consistency;
    private final int received;
    private final int blockFor;
    private final WriteType writeType;
    private final int contentions;

    public WriteTimeout(
            String message,
            ConsistencyLevel consistency,
            int received,
            int blockFor,
            WriteType writeType,
            int contentions) {
        super(CODE, message);
        this.consistency = consistency;
        this.received = received;
        this.blockFor = blockFor;
        this.writeType = writeType;
        this.contentions = contentions;
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

    public WriteType writeType() {
        return writeType;
    }

    public int contentions() {
        return contentions;
    }
}
