package org.helenus.storage.disk;

import java.io.IOException;

/// The lock file is held by somebody else: a second process on the same data.
public final class DiskLockedException extends IOException {
    public DiskLockedException(String path) {
        super(path + " is locked by another process");
    }
}
