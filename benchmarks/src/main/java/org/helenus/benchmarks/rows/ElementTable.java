package org.helenus.benchmarks.rows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionOptions;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.CellCursor;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.TableStore;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.encoding.CellPath;

/// The entries of KV116 as elements of maps, so many to a map, in an engine that has little memory: `CREATE TABLE t (k
/// bigint PRIMARY KEY, m map<blob, blob>)`. What is read is checked. One thread.
final class ElementTable implements AutoCloseable {
    private static final TableId TABLE = new TableId(new UUID(0, 119));

    private final SystemClock clock = new SystemClock();
    private final CompactionScheduler compaction;
    private final StorageEngine engine;
    private final TableStore table;
    private final KeyCodec keys;
    private final ColumnSet all;
    private final int column;
    private final long rows;
    private final MutationWriter writer = new MutationWriter();
    private final RowView row = new RowView();
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];

    /// @param rows that the elements are dealt out to, in turn
    /// @param cacheBytes for blocks of files
    ElementTable(Path directory, long rows, long cacheBytes) throws IOException {
        this.rows = rows;
        compaction = new CompactionScheduler(
                new CompactionOptions(2, 0, CompactionOptions.DEFAULTS.review()), clock, CompactionListener.NONE);
        var options = StorageOptions.DEFAULTS
                .withCommitLog(CommitLogOptions.DEFAULTS.withMode(SyncMode.PERIODIC))
                .withMemtableBytes(64L << 20)
                .withMaxLogBytes(256L << 20)
                .withCacheBytes(cacheBytes);
        engine = StorageEngine.open(new SystemDisk(directory), options, clock, compaction);
        compaction.start();
        if (engine.schema().keyspace("rows").isEmpty()) {
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("rows", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(TableMetadata.builder(TABLE, "rows", "t")
                            .partitionKey("k", NativeType.BIGINT)
                            .regular("m", new MapType(NativeType.BLOB, NativeType.BLOB, true))
                            .build())));
        }
        table = engine.table(TABLE);
        keys = KeyCodec.of(table.metadata());
        all = ColumnSet.all(table.metadata());
        column = table.metadata().column("m").map(ColumnMetadata::id).orElseThrow();
    }

    private static byte[] path(long index) {
        var key = new byte[KeyValueWorkload.KEY_BYTES];
        KeyValueWorkload.putKey(index, ByteBuffer.wrap(key));
        return CellPath.of(NativeType.BLOB, key);
    }

    private byte[] value(long index, long version) {
        KeyValueWorkload.putValue(index, version, ByteBuffer.wrap(value));
        return value;
    }

    private byte[] wire(long index) {
        return ByteBuffer.allocate(Long.BYTES).putLong(index % rows).array();
    }

    void put(long index, long version) throws IOException {
        engine.awaitWritable();
        byte[] key = wire(index);
        writer.reset();
        writer.partition(table.metadata(), key, 0, key.length);
        writer.row(List.of());
        writer.pathCell(column, path(index), engine.nextTimestampMicros(), 0, 0, value(index, version));
        engine.apply(writer.finish());
    }

    /// @throws IOException the element is not as it was written
    void get(long index, long version) throws IOException {
        byte[] path = path(index);
        byte[] key = rowKey(index);
        var wanted = all.withElements(column, List.of(ElementSpan.one(column, path)));
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            if (!snapshot.get(key, key.length, wanted, nowSeconds(), row)) {
                throw new IOException("the row of element " + index + " is not there");
            }
            CellCursor cells = row.cells();
            // a row of few elements may come whole
            while (cells.next()) {
                int from = cells.pathOffset();
                if (Arrays.equals(cells.array(), from, from + cells.pathLength(), path, 0, path.length)) {
                    check(cells, index, version);
                    return;
                }
            }
            throw new IOException("element " + index + " is not there");
        }
    }

    private void check(CellCursor cells, long index, long version) throws IOException {
        byte[] expected = value(index, version);
        int from = cells.valueOffset();
        if (!Arrays.equals(cells.array(), from, from + cells.valueLength(), expected, 0, expected.length)) {
            throw new IOException("element " + index + " came back wrong");
        }
    }

    /// All elements of the row that an entry is an element of.
    long count(long index) throws IOException {
        byte[] key = rowKey(index);
        long count = 0;
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            if (snapshot.get(key, key.length, all, nowSeconds(), row)) {
                CellCursor cells = row.cells();
                while (cells.next()) {
                    count++;
                }
            }
        }
        return count;
    }

    private byte[] rowKey(long index) {
        return keys.rowKey(keys.partitionPrefix(wire(index)), List.of());
    }

    /// Flushes, and waits until nothing is left to merge.
    void settle() throws IOException, InterruptedException {
        engine.flush(TABLE);
        compaction.awaitIdle();
    }

    void compact() throws IOException {
        engine.flush(TABLE);
        compaction.compact(TABLE);
    }

    long bytes() {
        try (var live = table.sstables()) {
            return live.all().stream()
                    .mapToLong(one -> one.sstable().sizeBytes())
                    .sum();
        }
    }

    private long nowSeconds() {
        return clock.wallMicros() / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        compaction.close();
        engine.close();
    }
}
