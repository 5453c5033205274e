package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.benchmarks.engine.EngineSide;

/// Reads and writes in turn, at random entries that exist. In an open loop operations are due at fixed times, whether
/// the ones before are done or not, and a latency counts from when the operation was due. One thread.
final class OpenLoop {
    /// Shorter waits are spent awake: a thread that sleeps is late by more.
    private static final long SHORTEST_SLEEP_NANOS = 100_000;

    private final EngineSide engine;
    private final long entries;
    private final SplittableRandom random = new SplittableRandom(3000);
    private final byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
    private final ByteBuffer keyOut = ByteBuffer.wrap(key);
    private final ByteBuffer valueOut = ByteBuffer.wrap(value);
    private final byte[] found = new byte[KeyValueWorkload.VALUE_BYTES + 1];
    private long version;

    OpenLoop(EngineSide engine, long entries) {
        this.engine = engine;
        this.entries = entries;
    }

    /// Latencies of one run.
    record Measured(Latencies reads, Latencies writes) {}

    /// As fast as it goes.
    ///
    /// @return operations done
    long closed(long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        long done = 0;
        while (System.nanoTime() < end) {
            operate(done++);
        }
        return done;
    }

    /// @param rate operations a second
    Measured open(double rate, long nanos) throws Exception {
        var measured = new Measured(new Latencies(), new Latencies());
        double interval = 1e9 / rate;
        long start = System.nanoTime();
        for (long i = 0; ; i++) {
            long due = (long) (i * interval);
            if (due >= nanos) {
                return measured;
            }
            for (long now = System.nanoTime() - start; now < due; now = System.nanoTime() - start) {
                if (due - now > SHORTEST_SLEEP_NANOS) {
                    LockSupport.parkNanos(due - now - SHORTEST_SLEEP_NANOS / 2);
                } else {
                    Thread.onSpinWait();
                }
            }
            boolean reads = operate(i);
            (reads ? measured.reads : measured.writes).add(System.nanoTime() - start - due);
        }
    }

    /// @return whether it was a read
    private boolean operate(long number) throws Exception {
        long index = random.nextLong(entries);
        KeyValueWorkload.putKey(index, keyOut.clear());
        if (number % 2 == 0) {
            KeyValueWorkload.putValue(index, ++version, valueOut.clear());
            engine.put(key, value);
            return false;
        }
        if (engine.get(key, found) != KeyValueWorkload.VALUE_BYTES) {
            throw new IOException("entry " + index + " is gone");
        }
        return true;
    }
}
