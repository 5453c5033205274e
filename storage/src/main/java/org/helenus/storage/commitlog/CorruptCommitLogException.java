package org.helenus.storage.commitlog;

import java.io.IOException;

/// The log is damaged where it was known to be whole: a disk or a person changed bytes that were synced. Nothing was
/// changed or deleted; starting without the lost records takes an explicit choice.
public final class CorruptCommitLogException extends IOException {
    private final String file;
    private final long offset;

    public CorruptCommitLogException(String file, long offset, String what) {
        super("commit log segment " + file + " is damaged at byte " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    /// The segment's path.
    public String file() {
        return file;
    }

    /// The first byte that is wrong.
    public long offset() {
        return offset;
    }
}
