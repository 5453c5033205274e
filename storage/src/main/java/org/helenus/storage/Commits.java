package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.manifest.Manifest;
import org.helenus.storage.manifest.ManifestEdit;

/// Brings edits to the manifest. When it cannot, the files that they add are in doubt, since a crash may show them:
/// they stay until no crash can, and go then. No new file is begun before that, or a disk that takes files but no edits
/// would be filled by those who try again.
///
/// Threads: any; one after the other.
final class Commits {
    private final Manifest manifest;
    private final Disk disk;
    private final Function<TableId, Optional<TableMetadata>> tables;

    // Guarded by this.
    private final List<String> doubtful = new ArrayList<>();

    /// @param tables as they are now
    Commits(Manifest manifest, Disk disk, Function<TableId, Optional<TableMetadata>> tables) {
        this.manifest = manifest;
        this.disk = disk;
        this.tables = tables;
    }

    /// Makes edits durable together. When it throws, they do not count, but what they add stays for now.
    synchronized void commit(List<ManifestEdit> edits) throws IOException {
        try {
            manifest.commit(edits);
        } catch (IOException e) {
            for (var edit : edits) {
                if (edit instanceof ManifestEdit.AddSSTable added && !lives(added)) {
                    tables.apply(added.table())
                            .ifPresent(table -> doubtful.add(DataDirectory.path(table, added.file())));
                }
            }
            throw e;
        }
        clean();
    }

    /// To be called before a file is begun.
    ///
    /// @throws IOException the last edit is in doubt, and the manifest still cannot be written
    synchronized void settle() throws IOException {
        manifest.settle();
        clean();
    }

    private boolean lives(ManifestEdit.AddSSTable file) {
        return manifest.state().table(file.table()).files().containsKey(file.file());
    }

    /// Nothing is in doubt: what only failed edits named belongs to nobody.
    private void clean() {
        for (String path : doubtful) {
            try {
                if (disk.exists(path)) {
                    disk.delete(path);
                }
            } catch (IOException e) {
                // The next start moves it aside.
            }
        }
        doubtful.clear();
    }
}
