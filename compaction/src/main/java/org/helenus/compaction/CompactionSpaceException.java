package org.helenus.compaction;

import java.io.IOException;

/// A merge did not begin, because it could leave less space on the disk than must stay free.
public final class CompactionSpaceException extends IOException {
    CompactionSpaceException(String message) {
        super(message);
    }
}
