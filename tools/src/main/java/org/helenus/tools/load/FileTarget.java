package org.helenus.tools.load;

import java.io.IOException;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.disk.Disk;

/// A directory in which files are left, for another node to import.
///
/// @param disk its root is that directory
record FileTarget(TableMetadata table, Disk disk) implements LoadTarget {
    private static final String RUNS = "runs";

    static FileTarget create(TableMetadata table, Disk disk) throws IOException {
        disk.createDirectories(RUNS);
        return new FileTarget(table, disk);
    }

    @Override
    public String directory() {
        return "";
    }

    @Override
    public String runs() {
        return RUNS;
    }

    @Override
    public String bringIn() {
        return "left in " + disk;
    }

    @Override
    public void close() throws IOException {
        disk.delete(RUNS);
    }
}
