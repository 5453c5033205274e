package org.helenus.schema.error;

import java.net.InetAddress;
import java.util.Map;
import org.helenus.schema.request.ConsistencyLevel;

/// Replicas failed during a write.
public final class WriteFailure extends CqlException {
    public static final int CODE = 0x1500;

    private final ConsistencyLevel consistency;
    private final int received;
    private final int blockFor;
    private final Map<InetAddress, FailureReason> reasons;
    private final WriteType writeType;

    public WriteFailure(
            String message,
            ConsistencyLevel consistency,
            int received,
            int blockFor,
            Map<InetAddress, FailureReason> reasons,
            WriteType writeType) {
        super(CODE, message);
        this.consistency = consistency;
        this.received = received;
        this.blockFor = blockFor;
        this.reasons = Map.copyOf(reasons);
        this.writeType = writeType;
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

    public WriteType writeType() {
        return writeType;
    }
}
