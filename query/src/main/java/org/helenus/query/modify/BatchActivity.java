package org.helenus.query.modify;

import org.helenus.query.BatchType;
import org.helenus.storage.CountHistogram;

/// How many partitions batches of each kind write to. Threads: any.
public final class BatchActivity {
    private final CountHistogram logged = new CountHistogram();
    private final CountHistogram unlogged = new CountHistogram();
    private final CountHistogram counter = new CountHistogram();

    void written(BatchType type, int partitions) {
        of(type).add(partitions);
    }

    public CountHistogram of(BatchType type) {
        return switch (type) {
            case LOGGED -> logged;
            case UNLOGGED -> unlogged;
            case COUNTER -> counter;
        };
    }
}
