package org.helenus.storage;

import java.io.IOException;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.manifest.Manifest;
import org.helenus.storage.manifest.ManifestState;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.SSTableWriter;

/// Where things lie in a data directory, for those who read it without an engine.
public final class DataDirectory {
    static final String MANIFEST = "manifest";
    static final String DATA = "data";

    private DataDirectory() {}

    /// Whether an engine was ever here.
    public static boolean is(Disk disk) throws IOException {
        return disk.exists(MANIFEST);
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
