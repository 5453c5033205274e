package org.helenus.tools.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.helenus.compaction.BulkLayout;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.Clock;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.disk.Disk;

/// A table of a data directory that no server uses; while the load lasts, none can.
final class StoppedNode implements LoadTarget {
    /// Where a server that is told to keeps its log.
    private static final String LOG_ARCHIVE = "commitlog_archive";

    private final Disk disk;
    private final StorageEngine engine;
    private final TableMetadata table;
    private final LoadDirectory directory;

    private StoppedNode(Disk disk, StorageEngine engine, TableMetadata table, LoadDirectory directory) {
        this.disk = disk;
        this.engine = engine;
        this.table = table;
        this.directory = directory;
    }

    /// Opens the directory, as a start would: what its log holds is applied.
    ///
    /// @throws org.helenus.storage.disk.DiskLockedException a server uses it
    /// @throws LoadFailedException there is no such table
    static StoppedNode open(Disk disk, LoadPlan plan, Clock clock, RandomGenerator random) throws IOException {
        var log = CommitLogOptions.DEFAULTS;
        var options =
                StorageOptions.DEFAULTS.withCommitLog(disk.exists(LOG_ARCHIVE) ? log.withArchive(LOG_ARCHIVE) : log);
        var engine = StorageEngine.open(disk, options, clock, StorageListener.NONE);
        try {
            var changes = missing(plan, engine.schema(), clock);
            if (!changes.isEmpty()) {
                engine.alterSchema(changes);
            }
            TableMetadata table = table(plan, engine.schema());
            return new StoppedNode(disk, engine, table, LoadDirectory.create(disk, random));
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /// What the schema's script makes, where the table is not there.
    static List<SchemaChange> missing(LoadPlan plan, Schema schema, Clock clock) throws IOException {
        if (plan.schema().isEmpty()
                || schema.table(plan.keyspace(), plan.table()).isPresent()) {
            return List.of();
        }
        Path file = plan.schema().get();
        return SchemaFile.changes(file.toString(), Files.readString(file), schema, clock::wallMicros);
    }

    static TableMetadata table(LoadPlan plan, Schema schema) throws LoadFailedException {
        return schema.table(plan.keyspace(), plan.table())
                .orElseThrow(() -> new LoadFailedException("There is no table " + plan.keyspace() + "." + plan.table()
                        + "; --schema names a script that creates it"));
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
        var store = engine.table(table.id());
        var before = files(store.id());
        engine.imports().ownDirectory(table.id(), directory.path(), BulkLayout.placement(table));
        var levels = new TreeMap<Integer, Integer>();
        files(store.id()).forEach((id, level) -> {
            if (!before.containsKey(id)) {
                levels.merge(level, 1, Integer::sum);
            }
        });
        return levels.entrySet().stream()
                .map(entry -> entry.getValue() + " in L" + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private TreeMap<String, Integer> files(org.helenus.schema.TableId id) {
        var files = new TreeMap<String, Integer>();
        try (var live = engine.table(id).sstables()) {
            live.all().forEach(file -> files.put(file.sstable().id().toString(), file.level()));
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        try (engine) {
            directory.close();
        }
    }
}
