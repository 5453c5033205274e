package org.helenus.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.helenus.storage.Clock;
import org.helenus.storage.SystemClock;

/// A wall clock that stands still, or goes at its own pace, and moves when it is told to. Rows expire by it, gc grace
/// ends by it, time windows close by it, and writes without a timestamp of their own get it from it.
///
/// Intervals, such as those of the log's syncs or of throttles, are measured in real time all the same, so a server
/// whose wall clock stands does not.
///
/// A clock may be shared by many servers. Threads: any.
public final class VirtualClock implements Clock {
    private final SystemClock real = new SystemClock();
    private final boolean running;
    private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
    // guarded by this
    private long setMicros;
    private long setAtNanos;

    private VirtualClock(Instant start, boolean running) {
        this.running = running;
        setMicros = micros(start);
        setAtNanos = real.monotonicNanos();
    }

    /// Stands still until it is moved, so that a test sees the same times whenever it runs.
    public static VirtualClock standingAt(Instant start) {
        return new VirtualClock(start, false);
    }

    /// Goes on from there by itself.
    public static VirtualClock runningFrom(Instant start) {
        return new VirtualClock(start, true);
    }

    /// Goes on from the machine's time.
    public static VirtualClock running() {
        return runningFrom(instant(new SystemClock().wallMicros()));
    }

    public Instant now() {
        return instant(wallMicros());
    }

    /// Lets time pass. Tables are looked at anew for what may be compacted by then.
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a clock does not advance by " + duration + "; see set");
        }
        synchronized (this) {
            setMicros = Math.addExact(setMicros, micros(duration));
        }
        listeners.values().forEach(Runnable::run);
    }

    /// Sets the time, also back: then writes get timestamps behind the last one before, as on a machine whose clock
    /// is set back.
    public void set(Instant instant) {
        synchronized (this) {
            setMicros = micros(instant);
            setAtNanos = real.monotonicNanos();
        }
        listeners.values().forEach(Runnable::run);
    }

    @Override
    public synchronized long wallMicros() {
        return running ? setMicros + (real.monotonicNanos() - setAtNanos) / 1_000 : setMicros;
    }

    /// Of the machine.
    @Override
    public long monotonicNanos() {
        return real.monotonicNanos();
    }

    /// @param owner whose listener it is, until [#forget]
    void onMove(Object owner, Runnable listener) {
        listeners.put(owner, listener);
    }

    void forget(Object owner) {
        listeners.remove(owner);
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
