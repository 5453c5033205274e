package org.helenus.schema.error;

import org.helenus.schema.request.ConsistencyLevel;

/// Too few replicas answered a read in time.
public final class ReadTimeout extends CqlException {
    public static final int CODE = 0x1200;

    private final ConsistencyLevel consistency;
    private final int received;
    private final int blockFor;
    private final boolean dataPresent;

    public ReadTimeout(String message, ConsistencyLevel consistency, int received, int blockFor, boolean dataPresent) {
        super(CODE, message);
        this.consistency = consistency;
        this.received = received;
        this.blockFor = blockFor;
        this.dataPresent = dataPresent;
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

    public boolean dataPresent() {
        return dataPresent;
    }
}
