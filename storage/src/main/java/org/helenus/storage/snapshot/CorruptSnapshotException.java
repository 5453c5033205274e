package org.helenus.storage.snapshot;

import java.io.IOException;

/// A snapshot does not hold what was put there. Names the file and what is wrong with it.
public final class CorruptSnapshotException extends IOException {
    public CorruptSnapshotException(String file, String what) {
        super("corrupt snapshot file " + file + ": " + what);
    }
}
