package org.helenus.tools.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.disk.Disk;
import org.helenus.tools.nodetool.ImportOrder;

/// A table of a node that serves clients meanwhile: files are built in a corner of its data directory, and the node is
/// told to bring them in.
final class RunningNode implements LoadTarget {
    private final Path data;
    private final Disk disk;
    private final TableMetadata table;
    private final LoadDirectory directory;

    private RunningNode(Path data, Disk disk, TableMetadata table, LoadDirectory directory) {
        this.data = data;
        this.disk = disk;
        this.table = table;
        this.directory = directory;
    }

    /// @throws LoadFailedException there is no such table: a running node creates its tables itself
    static RunningNode open(Disk disk, LoadPlan plan, RandomGenerator random) throws IOException {
        TableMetadata table = DataDirectory.read(disk)
                .schema()
                .table(plan.keyspace(), plan.table())
                .orElseThrow(() -> new LoadFailedException("There is no table " + plan.keyspace() + "." + plan.table()
                        + "; the node runs, so create it with cqlsh first"));
        return new RunningNode(plan.data(), disk, table, LoadDirectory.create(disk, random));
    }

    @Override
    public TableMetadata table() {
        return table;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public String directory() {
        return directory.path();
    }

    @Override
    public String runs() {
        return directory.runs();
    }

    @Override
    public String bringIn() throws IOException {
        var imported = ImportOrder.send(data, table.keyspace() + "." + table.name(), data.resolve(directory.path()));
        return imported.files() + " imported by the running node, " + imported.linked() + " of them without a copy";
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
