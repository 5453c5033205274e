package org.helenus.schema.error;

import org.helenus.schema.request.ConsistencyLevel;

/// Too few replicas are alive for the consistency level.
public final class Unavailable extends CqlException {
    public static final int CODE = 0x1000;

    private final ConsistencyLevel consistency;
    private final int required;
    private final int alive;

    public Unavailable(String message, ConsistencyLevel consistency, int required, int alive) {
        super(CODE, message);
        this.consistency = consistency;
        this.required = required;
        this.alive = alive;
    }

    public ConsistencyLevel consistency() {
        return consistency;
    }

    public int required() {
        return required;
    }

    public int alive() {
        return alive;
    }
}
