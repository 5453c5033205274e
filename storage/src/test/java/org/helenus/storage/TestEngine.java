package org.helenus.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.MemoryDisk;

/// An engine without threads, and a table `ks.t (k int PRIMARY KEY, v text)` to write to and to read.
public final class TestEngine {
    public static final TableId T = new TableId(new UUID(0, 1));
    public static final TableId U = new TableId(new UUID(0, 2));
    public static final long NOW_SECONDS = 1_000_000;
    public static final StorageOptions OPTIONS = new StorageOptions(
            new CommitLogOptions(
                    SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 1 << 16, 1 << 14, 1 << 18),
            4 << 20,
            1 << 18,
            1 << 20,
            1,
            DamagePolicy.REFUSE,
            true);

    private TestEngine() {}

    /// @param notices takes what the engine says at its start
    public static StorageEngine open(Disk disk, List<String> notices, long seed) throws IOException {
        return open(disk, OPTIONS, notices, seed);
    }

    public static StorageEngine open(Disk disk, StorageOptions options) throws IOException {
        return open(disk, options, new ArrayList<>(), 1);
    }

    public static StorageEngine open(Disk disk, StorageOptions options, List<String> notices, long seed)
            throws IOException {
        var executor = new QueuedExecutor();
        var listener = new StorageListener() {
            @Override
            public void notice(String what) {
                notices.add(what);
            }
        };
        var clock = new ManualClock(NOW_SECONDS * 1_000_000);
        return StorageEngine.open(
                disk, options, clock, listener, StorageThreads.of(executor, executor), new SplittableRandom(seed));
    }

    /// With a seed that another life of the disk did not have.
    public static StorageEngine open(MemoryDisk disk) throws IOException {
        return open(disk, new ArrayList<>(), disk.operations() + disk.files().hashCode());
    }

    public static StorageEngine created(MemoryDisk disk, TableMetadata... tables) throws IOException {
        return created(disk, OPTIONS, tables);
    }

    public static StorageEngine created(MemoryDisk disk, StorageOptions options, TableMetadata... tables)
            throws IOException {
        var engine = open(disk, options);
        var changes = new ArrayList<SchemaChange>();
        changes.add(new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true));
        for (var table : tables) {
            changes.add(new SchemaChange.PutTable(table));
        }
        engine.alterSchema(changes);
        return engine;
    }

    public static TableMetadata table(TableId id, String name) {
        return TableMetadata.builder(id, "ks", name)
                .partitionKey("k", NativeType.INT)
                .regular("v", NativeType.TEXT)
                .build();
    }

    public static byte[] wire(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// Writes one row, durably.
    public static void put(StorageEngine engine, TableId id, int key, String value, long timestamp) throws IOException {
        var table = engine.table(id).metadata();
        var writer = new MutationWriter();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writer.partition(table, wire(key), 0, 4);
        writer.row(List.of());
        writer.cell(table.column("v").orElseThrow().id(), timestamp, 0, 0, bytes, 0, bytes.length);
        engine.apply(writer.finish());
        engine.syncLog();
    }

    public static void deletePartition(StorageEngine engine, TableId id, int key, long timestamp) throws IOException {
        var writer = new MutationWriter();
        writer.partition(engine.table(id).metadata(), wire(key), 0, 4);
        writer.deletePartition(timestamp, NOW_SECONDS);
        engine.apply(writer.finish());
        engine.syncLog();
    }

    /// `{1=one, 2=two}`: the rows by their key.
    public static String rows(StorageEngine engine, TableId id) throws IOException {
        var table = engine.table(id).metadata();
        var rows = new TreeMap<Integer, String>();
        try (var snapshot = engine.table(id).snapshot(ReadMode.MAY_BLOCK);
                var cursor = snapshot.scan(KeyRange.ALL, false, ColumnSet.all(table), NOW_SECONDS)) {
            while (cursor.next()) {
                var cells = cursor.row().cells();
                int key = ByteBuffer.wrap(cursor.row().partitionKey()).getInt();
                while (cells.next()) {
                    rows.put(
                            key,
                            new String(
                                    cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8));
                }
            }
        }
        return rows.toString();
    }
}
