package org.helenus.compaction;

import java.io.IOException;

/// A compaction was told to stop. What it had written is gone, its inputs live on.
public final class CompactionStoppedException extends IOException {
    public CompactionStoppedException(String table) {
        super("the compaction of " + table + " was stopped");
    }
}
