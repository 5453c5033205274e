package org.helenus.storage.disk;

import java.io.IOException;

/// A lock that is held until it is closed or the process ends.
public interface DiskLock extends AutoCloseable {
    @Override
    void close() throws IOException;
}
