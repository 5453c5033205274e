package org.helenus.schema.error;

/// The kind of write that failed or timed out, by the names that the protocol sends.
public enum WriteType {
    SIMPLE,
    BATCH,
    UNLOGGED_BATCH,
    COUNTER,
    BATCH_LOG,
    CAS,
    VIEW,
    CDC
}
