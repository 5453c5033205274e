package org.helenus.storage.memtable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Who may still read what was replaced. Readers enter and leave; writers ask which replaced versions nobody can reach
/// any more. Readers never wait, and count themselves in one of several places, so that they seldom meet.
///
/// Epochs follow each other. A step to the next is taken only when nobody is left in the one before the current. So
/// what was replaced in epoch e, and published so, is out of reach in e + 2: whoever entered by then saw the
/// replacement.
final class ReadEpochs {
    private static final int PLACES = 4;
    /// Longs from one count to the next, so that no two share a cache line.
    private static final int SPACING = 8;

    private final AtomicInteger epoch = new AtomicInteger();
    private final AtomicLongArray inside = new AtomicLongArray(2 * PLACES * SPACING);

    /// @return the ticket to leave with
    int enter() {
        int place = (int) Thread.currentThread().threadId() & (PLACES - 1);
        while (true) {
            int entered = epoch.get();
            int ticket = index(entered, place);
            inside.incrementAndGet(ticket);
            if (epoch.get() == entered) {
                return ticket;
            }
            inside.decrementAndGet(ticket);
        }
    }

    void leave(int ticket) {
        inside.decrementAndGet(ticket);
    }

    private static int index(int epoch, int place) {
        return ((epoch & 1) * PLACES + place) * SPACING;
    }

    /// The tag of what has been replaced and published just now.
    int current() {
        return epoch.get();
    }

    /// Whether nobody can reach what was tagged so.
    boolean isOutOfReach(int tag) {
        return epoch.get() - tag >= 2;
    }

    void tryAdvance() {
        int now = epoch.get();
        for (int place = 0; place < PLACES; place++) {
            if (inside.get(index(now + 1, place)) != 0) {
                return;
            }
        }
        epoch.compareAndSet(now, now + 1);
    }
}
