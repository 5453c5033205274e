package org.helenus.benchmarks.wide;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.CellCursor;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
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

/// One partition with the entries of KV116 as its rows, in an engine that has little memory. What is read is checked.
///
/// One thread.
final class WidePartition implements AutoCloseable {
    static final int PAGE_ROWS = 5_000;
    private static final TableId TABLE = new TableId(new UUID(0, 118));
    private static final byte[] PARTITION = {1};
    private static final int[] WHOLE_KEY = {0};
    private static final int[] KEY_LENGTH = {KeyValueWorkload.KEY_BYTES};
    private static final StorageOptions OPTIONS = StorageOptions.DEFAULTS
            .withCommitLog(CommitLogOptions.DEFAULTS.withMode(SyncMode.PERIODIC))
            .withMemtableBytes(64L << 20)
            .withMaxLogBytes(256L << 20)
            .withCacheBytes(64L << 20);

    private final SystemClock clock = new SystemClock();
    private final CompactionScheduler compaction;
    private final StorageEngine engine;
    private final TableStore table;
    private final byte[] prefix;
    private final KeyCodec keys;
    private final ColumnSet wanted;
    private final int column;
    private final MutationWriter writer = new MutationWriter();
    private final RowView row = new RowView();
    private final byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
    private final byte[][] clustering = new byte[1][];

    WidePartition(Path directory) throws IOException {
        compaction = new CompactionScheduler(
                new CompactionOptions(2, 0, CompactionOptions.DEFAULTS.review()), clock, CompactionListener.NONE);
        engine = StorageEngine.open(new SystemDisk(directory), OPTIONS, clock, compaction);
        compaction.start();
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("wide", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(TableMetadata.builder(TABLE, "wide", "w")
                        .partitionKey("p", NativeType.BLOB)
                        .clustering("k", NativeType.BLOB)
                        .regular("v", NativeType.BLOB)
                        // A deletion may go with the next merge.
                        .options(TableOptions.DEFAULTS.with(Map.of("gc_grace_seconds", "0")))
                        .build())));
        table = engine.table(TABLE);
        keys = KeyCodec.of(table.metadata());
        prefix = keys.partitionPrefix(PARTITION);
        wanted = ColumnSet.all(table.metadata());
        column = table.metadata().column("v").map(ColumnMetadata::id).orElseThrow();
    }

    /// Which rows a slice or a deletion means: those whose key begins with a byte from `first` to below `end`.
    record Part(int first, int end) {
        static final Part ALL = new Part(0, 256);

        boolean contains(long index) {
            var key = ByteBuffer.allocate(KeyValueWorkload.KEY_BYTES);
            KeyValueWorkload.putKey(index, key);
            int lead = key.get(0) & 0xFF;
            return first <= lead && lead < end;
        }
    }

    void put(long index) throws IOException {
        engine.awaitWritable();
        writer.reset();
        writer.partition(table.metadata(), PARTITION, 0, PARTITION.length);
        writer.row(key(index), WHOLE_KEY, KEY_LENGTH);
        long timestamp = engine.nextTimestampMicros();
        writer.marker(timestamp, 0, 0);
        writer.cell(column, timestamp, 0, 0, value(index), 0, value.length);
        engine.apply(writer.finish());
    }

    void delete(Part part) throws IOException {
        engine.awaitWritable();
        var range = range(part);
        writer.reset();
        writer.partition(table.metadata(), PARTITION, 0, PARTITION.length);
        writer.deleteRange(range.start(), range.end(), engine.nextTimestampMicros(), nowSeconds());
        engine.apply(writer.finish());
    }

    /// @throws IOException the row is not as it was written
    void get(long index) throws IOException {
        byte[] rowKey = keys.rowKey(prefix, List.of(key(index)));
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            if (!snapshot.get(rowKey, rowKey.length, wanted, nowSeconds(), row)) {
                throw new IOException("row " + index + " is not there");
            }
            check(row, index);
        }
    }

    /// @throws IOException the row is there
    void miss(long index) throws IOException {
        byte[] rowKey = keys.rowKey(prefix, List.of(key(index)));
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            if (snapshot.get(rowKey, rowKey.length, wanted, nowSeconds(), row)) {
                throw new IOException("row " + index + " is there");
            }
        }
    }

    /// Reads the rows from an entry's key on, in one go.
    ///
    /// @return how many there were, at most `most`
    int slice(long index, int most) throws IOException {
        byte[] start = keys.before(prefix, List.of(key(index).clone()));
        return page(new KeyRange(start, keys.rowsEnd(prefix)), false, most).rows;
    }

    /// A page's rows, and the last one's key; empty when there is none.
    private record Page(int rows, Optional<byte[]> last) {}

    /// Reads a part of the partition page by page, each from a state of its own, as a client does.
    ///
    /// @return how many rows there were
    /// @throws IOException they did not come in order, or not as they were written
    long pages(Part part, boolean reversed) throws IOException {
        var left = range(part);
        long count = 0;
        while (true) {
            var page = page(left, reversed, PAGE_ROWS);
            count += page.rows;
            if (page.rows < PAGE_ROWS) {
                return count;
            }
            var last = List.of(page.last.orElseThrow());
            left = reversed
                    ? new KeyRange(left.start(), keys.before(prefix, last))
                    : new KeyRange(keys.after(prefix, last), left.end());
        }
    }

    private Page page(KeyRange range, boolean reversed, int most) throws IOException {
        int count = 0;
        byte[] before = new byte[0];
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK);
                var rows = snapshot.scan(range, reversed, wanted, nowSeconds())) {
            while (count < most && rows.next()) {
                keys.clustering(rows.row(), clustering);
                byte[] at = clustering[0];
                int order = Arrays.compareUnsigned(at, before);
                if (count > 0 && (reversed ? order >= 0 : order <= 0)) {
                    throw new IOException("rows out of order");
                }
                check(rows.row(), ByteBuffer.wrap(at).getLong(Long.BYTES));
                before = at;
                count++;
            }
        }
        return new Page(count, count == 0 ? Optional.empty() : Optional.of(before.clone()));
    }

    private void check(RowView found, long index) throws IOException {
        CellCursor cells = found.cells();
        if (!cells.next()) {
            throw new IOException("row " + index + " has no cell");
        }
        byte[] expected = value(index);
        int from = cells.valueOffset();
        if (!Arrays.equals(cells.array(), from, from + cells.valueLength(), expected, 0, expected.length)) {
            throw new IOException("row " + index + " came back wrong");
        }
    }

    private KeyRange range(Part part) {
        byte[] start =
                part.first == 0 ? keys.rowsStart(prefix) : keys.before(prefix, List.of(new byte[] {(byte) part.first}));
        byte[] end =
                part.end == 256 ? keys.rowsEnd(prefix) : keys.before(prefix, List.of(new byte[] {(byte) part.end}));
        return new KeyRange(start, end);
    }

    /// Until nothing is left to flush or to merge.
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

    private byte[] key(long index) {
        KeyValueWorkload.putKey(index, ByteBuffer.wrap(key));
        return key;
    }

    private byte[] value(long index) {
        KeyValueWorkload.putValue(index, 0, ByteBuffer.wrap(value));
        return value;
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
