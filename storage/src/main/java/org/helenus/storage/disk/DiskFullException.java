package org.helenus.storage.disk;

import java.io.IOException;

/// No space is left for a write. What the write left behind is undefined between its start and its end.
public final class DiskFullException extends IOException {
    public DiskFullException(String path) {
        super(path + ": no space left on the disk");
    }

    public DiskFullException(String path, Throwable cause) {
        super(path + ": no space left on the disk", cause);
    }
}
