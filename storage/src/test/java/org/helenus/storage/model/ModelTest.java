package org.helenus.storage.model;

import java.io.IOException;
import org.helenus.storage.Nightly;
import org.helenus.storage.Seeds;
import org.junit.jupiter.api.Test;

/// An engine shows what a naive model shows, whatever the table, the sizes and what happens in between. Reading
/// backwards is reading forwards, backwards; the parts of the ring are the ring; pages are the whole; flushes, merges
/// and restarts change nothing.
public final class ModelTest {
    @Test
    public void someLists() {
        lists(40);
    }

    @Nightly
    @Test
    void manyLists() {
        lists(400);
    }

    private static void lists(int count) {
        for (long seed = Seeds.or(3), last = seed + count; seed < last; seed++) {
            try {
                new ModelRun(seed).run(200);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
