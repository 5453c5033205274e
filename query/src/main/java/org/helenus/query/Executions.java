package org.helenus.query;

import java.util.concurrent.atomic.LongAdder;

/// How many statements were executed, since the start. Threads: any.
final class Executions {
    private final LongAdder texts = new LongAdder();
    private final LongAdder prepared = new LongAdder();

    void ofText() {
        texts.increment();
    }

    void ofPrepared() {
        prepared.increment();
    }

    long texts() {
        return texts.sum();
    }

    long prepared() {
        return prepared.sum();
    }

    /// Prepared ones among all; 0 before the first.
    double preparedRatio() {
        long all = texts() + prepared();
        return all == 0 ? 0 : (double) prepared() / all;
    }
}
