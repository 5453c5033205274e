package org.helenus.storage.commitlog;

import java.io.IOException;

/// The log takes no records now: its disk failed or is too slow. The write that meets this has not happened; the same
/// write may succeed later.
public final class CommitLogUnavailableException extends IOException {
    public CommitLogUnavailableException(String why) {
        super("the commit log takes no writes: " + why);
    }

    public CommitLogUnavailableException(String why, Throwable cause) {
        super("the commit log takes no writes: " + why, cause);
    }
}
