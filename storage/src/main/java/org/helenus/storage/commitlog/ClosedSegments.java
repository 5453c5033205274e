package org.helenus.storage.commitlog;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.helenus.storage.disk.Disk;

/// The segments that are not written any more, until the manifest says that nothing in them counts.
///
/// Threads: any.
final class ClosedSegments {
    private final Disk disk;
    private final String directory;
    private final Optional<LogArchive> archive;

    // Guarded by itself, never during I/O.
    private final TreeSet<Long> sequences = new TreeSet<>();
    // One deletes at a time.
    private final Object deleting = new Object();

    /// @param archive keeps what goes
    ClosedSegments(Disk disk, String directory, Optional<LogArchive> archive, Collection<Long> existing) {
        this.disk = disk;
        this.directory = directory;
        this.archive = archive;
        sequences.addAll(existing);
    }

    void add(long sequence) {
        synchronized (sequences) {
            sequences.add(sequence);
        }
    }

    int count() {
        synchronized (sequences) {
            return sequences.size();
        }
    }

    /// The newest below a sequence; 0 when there is none.
    long lastBefore(long sequence) {
        synchronized (sequences) {
            var last = sequences.lower(sequence);
            return last == null ? 0 : last;
        }
    }

    /// Deletes those up to a sequence, oldest first.
    void delete(long through) throws IOException {
        synchronized (deleting) {
            List<Long> going;
            synchronized (sequences) {
                going = List.copyOf(sequences.headSet(through, true));
            }
            if (archive.isPresent()) {
                keep(going, archive.get());
            }
            for (long sequence : going) {
                String path = path(sequence);
                if (disk.exists(path)) {
                    disk.delete(path);
                }
                synchronized (sequences) {
                    sequences.remove(sequence);
                }
            }
            if (!going.isEmpty()) {
                disk.syncDirectory(directory);
            }
        }
    }

    private void keep(List<Long> going, LogArchive kept) throws IOException {
        for (long sequence : going) {
            if (disk.exists(path(sequence))) {
                kept.keep(path(sequence));
            }
        }
        kept.sync();
    }

    private String path(long sequence) {
        return directory + "/" + SegmentFormat.name(sequence);
    }
}
