package org.helenus.schema.error;

import java.net.InetAddress;
import java.util.Map;
import org.helenus.schema.request.ConsistencyLevel;

/// Replicas failed during a read.
public final class ReadFailure extends CqlException {
    public static final int CODE = 0x1300;

    private final ConsistencyLevel consistency;
    private final int received;
    private final int blockFor;
    private final Map<InetAddress, FailureReason> reasons;
    private final boolean dataPresent;

    public ReadFailure(
            String message,
            ConsistencyLevel consistency,
            int received,
            int blockFor,
            Map<InetAddress, FailureReason> reasons,
            boolean dataPresent) {
        super(CODE, message);
        this.consistency = consistency;
        this.received = received;
        this.blockFor = blockFor;
        this.reasons = Map.copyOf(reasons);
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

    public Map<InetAddress, FailureReason> reasons() {
        return reasons;
    }

    public boolean dataPresent() {
        return dataPresent;
    }
}
