package org.helenus.tools.load;

import java.io.IOException;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.disk.Disk;

/// Where files go.
interface LoadTarget extends AutoCloseable {
    TableMetadata table();

    /// The disk that files are built on.
    Disk disk();

    /// Where they are built, on that disk.
    String directory();

    /// Where a sort may keep its runs, on that disk.
    String runs();

    /// Makes what lies in the directory a part of the table, all at once, and says where it came to, for people.
    String bringIn() throws IOException;

    @Override
    void close() throws IOException;
}
