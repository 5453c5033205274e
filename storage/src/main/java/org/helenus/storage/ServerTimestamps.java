package org.helenus.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.storage.manifest.Manifest;
import org.helenus.storage.manifest.ManifestEdit;

/// Write timestamps that strictly increase, also over restarts and whatever the wall clock does.
///
/// The manifest keeps a ceiling that no timestamp passes; it is raised ahead of need, in the background. After a crash
/// the last timestamp is not known, but it was at most the ceiling, and those that matter are in the data: the start
/// goes on behind the smaller of the ceiling and the greatest timestamp in the data.
///
/// Threads: any.
final class ServerTimestamps {
    private static final long WINDOW_MICROS = 600_000_000;

    private final Clock clock;
    private final Manifest manifest;
    private final Executor background;
    private final AtomicLong last;
    private final AtomicBoolean raising = new AtomicBoolean();
    private volatile long ceiling;

    /// @param greatestInData what rows and deletions carry, those of clients too
    ServerTimestamps(Clock clock, Manifest manifest, Executor background, long greatestInData) {
        this.clock = clock;
        this.manifest = manifest;
        this.background = background;
        ceiling = manifest.state().timestampCeiling();
        last = new AtomicLong(Math.min(ceiling, greatestInData));
    }

    /// Raises the ceiling now, so that nobody waits for it soon.
    void prepare() throws IOException {
        try {
            raiseAbove(Math.max(last.get(), clock.wallMicros()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// @throws UncheckedIOException the ceiling was reached and cannot be raised
    long next() {
        while (true) {
            long now = clock.wallMicros();
            long before = last.get();
            long next = before >= now ? before + 1 : now;
            if (next > ceiling) {
                raiseAbove(next);
            } else if (next > ceiling - WINDOW_MICROS / 2 && raising.compareAndSet(false, true)) {
                background.execute(() -> {
                    try {
                        raiseAbove(next + WINDOW_MICROS / 2);
                    } catch (UncheckedIOException e) {
                        // Tried again by whoever comes next, and told to the one who reaches
                        // the ceiling.
                    } finally {
                        raising.set(false);
                    }
                });
            }
            if (last.compareAndSet(before, next)) {
                return next;
            }
        }
    }

    /// The greatest that was given.
    long last() {
        return last.get();
    }

    /// Gives timestamps behind this one again; when nothing is left that carries a later one.
    void goBack(long earlier) {
        last.set(earlier);
    }

    /// At a stop in order: what was given last is known.
    void settle() throws IOException {
        synchronized (this) {
            long exact = last.get();
            if (exact > Long.MIN_VALUE) {
                manifest.commit(List.of(new ManifestEdit.TimestampCeiling(exact)));
                ceiling = exact;
            }
        }
    }

    private void raiseAbove(long micros) {
        synchronized (this) {
            if (ceiling < micros) {
                long raised = micros + WINDOW_MICROS;
                try {
                    manifest.commit(List.of(new ManifestEdit.TimestampCeiling(raised)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                ceiling = raised;
            }
        }
    }
}
