package org.helenus.storage.commitlog;

import java.io.IOException;
import org.helenus.storage.disk.Disk;

/// Where closed segments are kept under a second name before the log lets go of them, so that all that was ever
/// written can be applied again. Nobody deletes from there but the owner of the data.
///
/// A segment is in the archive, durably, before its name in the log goes. One thread at a time.
final class LogArchive {
    private final Disk disk;
    private final String directory;

    LogArchive(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Gives a segment its second name, once; durable with [#sync].
    void keep(String segment) throws IOException {
        if (!disk.exists(directory)) {
            disk.createDirectories(directory);
        }
        String kept = directory + segment.substring(segment.lastIndexOf('/'));
        if (!disk.exists(kept)) {
            disk.link(segment, kept);
        }
    }

    void sync() throws IOException {
        if (disk.exists(directory)) {
            disk.syncDirectory(directory);
        }
    }
}
