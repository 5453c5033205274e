package org.helenus.compaction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ManualClock;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.TableStore;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.encoding.CellPath;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.sstable.SSTable;

/// One table in an engine: `CREATE TABLE ks.t (k int, c int, s int STATIC, v int, w int, PRIMARY KEY (k, c))`. Small
/// numbers stand for everything, seconds count from [#EPOCH].
final class TestTable implements AutoCloseable {
    static final long EPOCH = 1_000_000;
    static final TableId ID = new TableId(new UUID(1, 2));

    final StorageEngine engine;
    final ManualClock clock;
    private final MutationWriter writer = new MutationWriter();
    private long last;

    private TestTable(StorageEngine engine, ManualClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    static ManualClock clock() {
        return new ManualClock(EPOCH * 1_000_000);
    }

    static TestTable open(Disk disk, ManualClock clock, StorageListener listener) throws IOException {
        return open(disk, clock, listener, RowSplit.DEFAULT);
    }

    static TestTable open(Disk disk, ManualClock clock, StorageListener listener, RowSplit split) throws IOException {
        var log = new CommitLogOptions(
                CommitLogOptions.SyncMode.GROUP,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                64 << 10,
                16 << 10,
                1 << 20);
        var options = StorageOptions.DEFAULTS
                .withCommitLog(log)
                .withMaxLogBytes(16 << 20)
                .withMemtableBytes(64 << 20)
                .withCacheBytes(1 << 20)
                .withRowSplit(split);
        return new TestTable(StorageEngine.open(disk, options, clock, listener), clock);
    }

    static TestTable create(Disk disk, int gcGraceSeconds, StorageListener listener) throws IOException {
        return create(disk, clock(), gcGraceSeconds, listener);
    }

    static TestTable create(Disk disk, ManualClock clock, int gcGraceSeconds, StorageListener listener)
            throws IOException {
        return create(open(disk, clock, listener), gcGraceSeconds);
    }

    /// In an engine without the table.
    static TestTable create(TestTable opened, int gcGraceSeconds) throws IOException {
        var table = TableMetadata.builder(ID, "ks", "t")
                .partitionKey("k", NativeType.INT)
                .clustering("c", NativeType.INT)
                .staticColumn("s", NativeType.INT)
                .regular("v", NativeType.INT)
                .regular("w", NativeType.INT)
                .build();
        opened.engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table)));
        opened.option("gc_grace_seconds", Integer.toString(gcGraceSeconds));
        return opened;
    }

    TableMetadata metadata() {
        return store().metadata();
    }

    TableStore store() {
        return engine.table(ID);
    }

    void option(String name, Object value) throws IOException {
        alter(table -> table.toBuilder()
                .options(table.options().with(java.util.Map.of(name, value)))
                .build());
    }

    void alter(UnaryOperator<TableMetadata> change) throws IOException {
        engine.alterSchema(List.of(new SchemaChange.PutTable(change.apply(metadata()))));
    }

    private int id(String column) {
        return metadata().column(column).orElseThrow().id();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    byte[] prefix(int k) {
        return KeyCodec.of(metadata()).partitionPrefix(number(k));
    }

    private MutationWriter partition(int k) {
        writer.reset();
        writer.partition(metadata(), number(k), 0, 4);
        return writer;
    }

    void insert(int k, int c, int v, long timestamp) throws IOException {
        insert(k, c, v, timestamp, 0);
    }

    /// @param ttl seconds from the clock's now, 0 for none
    void insert(int k, int c, int v, long timestamp, int ttl) throws IOException {
        long expiry = clock.wallSeconds() + ttl;
        partition(k).row(List.of(number(c)));
        writer.marker(timestamp, ttl, expiry);
        writer.cell(id("v"), timestamp, ttl, expiry, number(v), 0, 4);
        apply();
    }

    void update(int k, int c, String column, int value, long timestamp) throws IOException {
        partition(k);
        if (column.equals("s")) {
            writer.staticRow();
        } else {
            writer.row(List.of(number(c)));
        }
        writer.cell(id(column), timestamp, 0, 0, number(value), 0, 4);
        apply();
    }

    void deleteCell(int k, int c, String column, long timestamp) throws IOException {
        partition(k).row(List.of(number(c)));
        writer.tombstone(id(column), timestamp, clock.wallSeconds());
        apply();
    }

    /// Adds `m map<text, int>`.
    void addMap() throws IOException {
        alter(table -> table.toBuilder()
                .regular("m", new MapType(NativeType.TEXT, NativeType.INT, true))
                .build());
    }

    /// Writes elements of the map, or deletes them where a value is negative.
    void elements(int k, int c, SortedMap<String, Integer> elements, long timestamp, int ttl) throws IOException {
        long expiry = clock.wallSeconds() + ttl;
        partition(k).row(List.of(number(c)));
        elements.forEach((key, value) -> {
            byte[] path = CellPath.of(NativeType.TEXT, key.getBytes(StandardCharsets.UTF_8));
            if (value < 0) {
                writer.pathTombstone(id("m"), path, timestamp, clock.wallSeconds());
            } else {
                writer.pathCell(id("m"), path, timestamp, ttl, expiry, number(value));
            }
        });
        apply();
    }

    void deleteMap(int k, int c, long timestamp) throws IOException {
        partition(k).row(List.of(number(c)));
        writer.complexDeletion(id("m"), timestamp, clock.wallSeconds());
        apply();
    }

    void deleteRow(int k, int c, long timestamp) throws IOException {
        partition(k).row(List.of(number(c)));
        writer.deleteRow(timestamp, clock.wallSeconds());
        apply();
    }

    void deleteRange(int k, int from, int to, long timestamp) throws IOException {
        var keys = KeyCodec.of(metadata());
        byte[] prefix = prefix(k);
        partition(k);
        writer.deleteRange(
                keys.before(prefix, List.of(number(from))),
                keys.before(prefix, List.of(number(to))),
                timestamp,
                clock.wallSeconds());
        apply();
    }

    void deletePartition(int k, long timestamp) throws IOException {
        partition(k);
        writer.deletePartition(timestamp, clock.wallSeconds());
        apply();
    }

    /// Waits while the log catches up.
    private void apply() throws IOException {
        while (!engine.isWritable()) {
            Thread.onSpinWait();
        }
        last = engine.apply(writer.finish());
    }

    /// Waits until a power loss takes none of what was written.
    void awaitDurable() {
        while (engine.durablePosition() < last) {
            Thread.onSpinWait();
        }
    }

    void flush() throws IOException {
        engine.flush(ID);
    }

    /// Flushes, and gives the file that came.
    SSTable flushed() throws IOException {
        var before = sstables();
        flush();
        var after = new ArrayList<>(sstables());
        after.removeAll(before);
        return after.getFirst();
    }

    /// The live files; they may be gone at any time, unless nothing else runs.
    List<SSTable> sstables() {
        try (var live = store().sstables()) {
            return live.all().stream().map(file -> file.sstable()).toList();
        }
    }

    /// All rows, one a line: `k/c v=value@timestamp …`.
    String rows() throws IOException {
        return rows(false);
    }

    String rows(boolean reversed) throws IOException {
        var text = new StringBuilder();
        var table = metadata();
        var keys = KeyCodec.of(table);
        try (var snapshot = store().snapshot(ReadMode.MAY_BLOCK);
                var cursor = snapshot.scan(KeyRange.ALL, reversed, ColumnSet.all(table), clock.wallSeconds())) {
            while (cursor.next()) {
                var row = cursor.row();
                text.append(ByteBuffer.wrap(row.partitionKey()).getInt()).append('/');
                if (row.isStatic()) {
                    text.append("static");
                } else {
                    var clustering = new byte[1][];
                    keys.clustering(row, clustering);
                    text.append(ByteBuffer.wrap(clustering[0]).getInt());
                }
                text.append(row.hasMarker() ? " +" + row.markerTimestamp() : "");
                var cells = row.cells();
                while (cells.next()) {
                    text.append(' ')
                            .append(table.column(cells.columnId()).orElseThrow().name());
                    if (cells.hasPath()) {
                        byte[] key =
                                CellPath.decode(NativeType.TEXT, cells.array(), cells.pathOffset(), cells.pathLength());
                        text.append('[')
                                .append(new String(key, StandardCharsets.UTF_8))
                                .append(']');
                    }
                    text.append('=')
                            .append(ByteBuffer.wrap(cells.array(), cells.valueOffset(), 4)
                                    .getInt());
                    text.append('@').append(cells.timestamp());
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
