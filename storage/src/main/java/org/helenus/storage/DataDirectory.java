package org.helenus.storage;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.commitlog.SegmentFormat;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.manifest.CorruptManifestException;
import org.helenus.storage.manifest.Manifest;
import org.helenus.storage.manifest.ManifestState;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.SSTableWriter;

/// Where things lie in a data directory, for those who read it without an engine.
public final class DataDirectory {
    static final String MANIFEST = "manifest";
    static final String DATA = "data";
    static final String LOG = "commitlog";

    private DataDirectory() {}

    /// Whether an engine was ever here.
    public static boolean is(Disk disk) throws IOException {
        return disk.exists(MANIFEST);
    }

    /// A manifest is there before anything else, and the next one before it goes: without one, what lies here would
    /// belong to nobody.
    ///
    /// @throws CorruptManifestException there is none, but a log or tables
    static void requireManifest(Disk disk) throws IOException {
        if (!Manifest.exists(disk, MANIFEST) && (hasLog(disk) || hasFiles(disk, DATA, 2))) {
            throw new CorruptManifestException(MANIFEST, 0, "there is none, though there is a log or a table's data");
        }
    }

    private static boolean hasLog(Disk disk) throws IOException {
        return disk.list(LOG).stream()
                .anyMatch(name -> SegmentFormat.sequenceOf(name).isPresent());
    }

    /// Whether SSTables lie so many directories below this one.
    private static boolean hasFiles(Disk disk, String directory, int depth) throws IOException {
        List<String> names;
        try {
            names = disk.list(directory);
        } catch (NotDirectoryException e) {
            return false;
        }
        for (String name : names) {
            if (depth == 0
                    ? SSTableId.ofFileName(name).isPresent()
                    : hasFiles(disk, directory + "/" + name, depth - 1)) {
                return true;
            }
        }
        return false;
    }

    /// What the manifest says now. Takes no lock and changes nothing.
    ///
    /// @throws org.helenus.storage.manifest.CorruptManifestException it is damaged
    public static ManifestState read(Disk disk) throws IOException {
        return Manifest.read(disk, MANIFEST);
    }

    /// Where a table's files lie.
    public static String directory(TableMetadata table) {
        return DATA + "/" + table.keyspace() + "/" + table.name() + "-"
                + table.id().uuid().toString().replace("-", "");
    }

    public static String path(TableMetadata table, SSTableId file) {
        return SSTableWriter.path(directory(table), file);
    }
}
