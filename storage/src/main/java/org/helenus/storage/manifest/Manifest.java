package org.helenus.storage.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.OpenMode;

/// The manifest of a data directory, open for edits.
///
/// [#commit] returns when its edits are on the disk. After a failed commit its edits are in doubt: they do not count
/// in [#state], but a crash before the next commit that succeeds may show them. So whoever failed to commit keeps the
/// files that the edits name; the next commit begins a new manifest file and settles it.
///
/// Opening begins a new file with a snapshot, and so does a commit that finds no room behind the edits that are there.
/// The name is given when the file is whole and synced; the older file goes then.
///
/// Threads: any; commits are one after the other.
public final class Manifest implements AutoCloseable {
    private final Disk disk;
    private final String directory;
    private final RandomGenerator random;

    private volatile ManifestState state;

    // Guarded by this.
    private DiskFile file;
    private ManifestFormat.Header header;
    private int size;
    private long lastSequence;
    private boolean inDoubt;
    /// The last record's mark is not on the disk, or not even written.
    private boolean unmarked;

    private Manifest(Disk disk, String directory, RandomGenerator random, ManifestState state, long lastSequence) {
        this.disk = disk;
        this.directory = directory;
        this.random = random;
        this.state = state;
        this.lastSequence = lastSequence;
    }

    /// Reads the newest manifest of a directory, or begins the first.
    ///
    /// @throws CorruptManifestException it is damaged; nothing was changed
    public static Manifest open(Disk disk, String directory, RandomGenerator random) throws IOException {
        long newest = newest(disk, directory);
        var state = read(disk, directory, newest);
        var manifest = new Manifest(disk, directory, random, state, newest);
        synchronized (manifest) {
            manifest.rewrite(state);
        }
        return manifest;
    }

    /// What the newest manifest of a directory says, for one who changes nothing; nothing when there is none.
    ///
    /// @throws CorruptManifestException it is damaged
    public static ManifestState read(Disk disk, String directory) throws IOException {
        return read(disk, directory, newest(disk, directory));
    }

    /// Whether a directory has a manifest.
    public static boolean exists(Disk disk, String directory) throws IOException {
        return newest(disk, directory) > 0;
    }

    private static ManifestState read(Disk disk, String directory, long sequence) throws IOException {
        return sequence == 0
                ? ManifestState.EMPTY
                : ManifestReader.read(disk, directory + "/" + ManifestFormat.name(sequence), sequence);
    }

    private static long newest(Disk disk, String directory) throws IOException {
        long newest = 0;
        for (String name : disk.list(directory)) {
            newest = Math.max(newest, ManifestFormat.sequenceOf(name).orElse(0));
        }
        return newest;
    }

    /// What is committed.
    public ManifestState state() {
        return state;
    }

    /// Makes edits durable together. When it throws, they do not count, but see above.
    public synchronized void commit(List<ManifestEdit> edits) throws IOException {
        if (edits.isEmpty()) {
            return;
        }
        var next = state.apply(edits);
        var body = new ByteWriter();
        EditCodec.write(edits, body);
        int length = ManifestFormat.RECORD_HEADER_BYTES + body.length();
        if (inDoubt || length > header.size() - size - ManifestFormat.MARK_BYTES) {
            rewrite(next);
        } else {
            append(body);
        }
        state = next;
    }

    /// After a failed commit: makes sure that no crash shows its edits any more. Else nothing.
    public synchronized void settle() throws IOException {
        if (inDoubt) {
            rewrite(state);
        }
    }

    private void append(ByteWriter body) throws IOException {
        var record = ManifestFormat.record(header.id(), size, body.array(), body.length());
        int length = record.remaining();
        inDoubt = true;
        file.write(size, record);
        file.sync();
        inDoubt = false;
        size += length;
        unmarked = true;
        try {
            file.write(size, ManifestFormat.mark(header.id(), size));
        } catch (IOException e) {
            // The edit is on the disk. The next one takes the mark's place, and the close tries again.
        }
    }

    /// Begins a new file with the state as its snapshot.
    private void rewrite(ManifestState next) throws IOException {
        inDoubt = true;
        var body = new ByteWriter();
        // A body is never empty: a first edit that changes nothing.
        EditCodec.write(List.of(new ManifestEdit.RetireLog(0)), body);
        EditCodec.write(next.edits(), body);
        long sequence = ++lastSequence;
        var id = new UUID(random.nextLong(), random.nextLong());
        var record = ManifestFormat.record(id, ManifestFormat.HEADER_BYTES, body.array(), body.length());
        var made = ManifestFormat.Header.withRoom(id, sequence, record.remaining());

        String path = directory + "/" + ManifestFormat.name(sequence);
        String unfinished = path + ManifestFormat.UNFINISHED_SUFFIX;
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        var fresh = disk.open(unfinished, OpenMode.CREATE_NEW);
        try {
            var head = ByteBuffer.allocateDirect(ManifestFormat.HEADER_BYTES);
            ManifestFormat.writeHeader(made, head);
            fresh.write(0, head.flip());
            fresh.write(ManifestFormat.HEADER_BYTES, record);
            // To its end, so that a sync later changes no length, and a file that was cut is known by it.
            fresh.preallocate(made.size());
            fresh.sync();
            disk.rename(unfinished, path);
            disk.syncDirectory(directory);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        var old = file;
        file = fresh;
        header = made;
        size = ManifestFormat.HEADER_BYTES + made.snapshotLength();
        inDoubt = false;
        unmarked = false;
        if (old != null) {
            old.close();
        }
        deleteOlder(sequence);
    }

    /// What is older does not count; that it stays after an error here does no harm.
    private void deleteOlder(long sequence) {
        try {
            for (String name : disk.list(directory)) {
                boolean older = ManifestFormat.sequenceOf(name).orElse(sequence) < sequence;
                boolean unfinished = name.startsWith("manifest-") && name.endsWith(ManifestFormat.UNFINISHED_SUFFIX);
                if (older || unfinished) {
                    disk.delete(directory + "/" + name);
                }
            }
        } catch (IOException e) {
            // The next manifest tries again.
        }
    }

    /// Says on the disk that nothing was being written.
    @Override
    public synchronized void close() throws IOException {
        try (var closing = file) {
            if (unmarked && !inDoubt) {
                closing.write(size, ManifestFormat.mark(header.id(), size));
                closing.sync();
            }
        }
    }
}
