package org.helenus.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionOptions;
import org.helenus.compaction.CompactionOrder;
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
import org.helenus.storage.disk.CountingDisk;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.SSTableId;

/// Our engine through the entry that `query` uses: real write timestamps, log on, not synced per put, LZ4, checksums.
/// Each entry is a partition, or a row of the one partition that there is.
public final class HelenusSide implements EngineSide {
    private static final TableId TABLE = new TableId(new UUID(0, 116));
    private static final long MEMTABLE_BYTES = 96L << 20;
    private static final CompactionOptions UNBOUND = new CompactionOptions(2, 0, CompactionOptions.DEFAULTS.review());
    /// Merges wait until five files of a size are there: a load is rewritten less often than with the four that the
    /// option is by itself, and filters keep reads from paying for it.
    private static final Map<String, Object> SMALL_BLOCKS =
            options("8", "SizeTieredCompactionStrategy", Map.of("min_threshold", "5"));
    private static final int QUIET_LOOKS = 3;
    private static final long QUIET_LOOK_MILLIS = 10;
    private static final byte[] PARTITION = {1};
    private static final int[] WHOLE_KEY = {0};
    private static final int[] KEY_LENGTH = {KeyValueWorkload.KEY_BYTES};

    /// Where an entry's key goes.
    private enum Shape {
        /// Into the partition key.
        PARTITIONS,
        /// Into the clustering of one partition.
        ONE_PARTITION
    }

    private final Shape shape;
    private final CountingDisk disk;
    private final CompactionScheduler compaction;
    private final StorageEngine engine;
    private final TableStore table;
    private final KeyCodec keys;
    private final ColumnSet wanted;
    private final int valueColumn;
    private final MutationWriter writer = new MutationWriter();
    private final RowView row = new RowView();
    private final SystemClock clock = new SystemClock();

    private HelenusSide(
            Path directory, long cacheBytes, Shape shape, CompactionOptions merging, Map<String, Object> options)
            throws Exception {
        this.shape = shape;
        disk = new CountingDisk(new SystemDisk(directory), path -> path.endsWith(SSTableId.SUFFIX));
        compaction = new CompactionScheduler(merging, clock, CompactionListener.NONE);
        var storage = StorageOptions.DEFAULTS
                .withCommitLog(CommitLogOptions.DEFAULTS.withMode(SyncMode.PERIODIC))
                .withMemtableBytes(MEMTABLE_BYTES)
                .withCacheBytes(cacheBytes);
        engine = StorageEngine.open(disk, storage, clock, compaction);
        compaction.start();
        if (engine.schema().keyspace("kv116").isEmpty()) {
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("kv116", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(definition(shape, options))));
        }
        table = engine.table(TABLE);
        keys = KeyCodec.of(table.metadata());
        wanted = ColumnSet.all(table.metadata());
        valueColumn = table.metadata().column("v").map(ColumnMetadata::id).orElseThrow();
    }

    /// Opens the engine with data under `directory`; makes the table when it is not there.
    public static HelenusSide open(Path directory, long cacheBytes) throws Exception {
        return new HelenusSide(directory, cacheBytes, Shape.PARTITIONS, UNBOUND, SMALL_BLOCKS);
    }

    /// As [#open], with other options of the table, and merges bound in another way.
    public static HelenusSide open(
            Path directory, long cacheBytes, CompactionOptions merging, Map<String, Object> options) throws Exception {
        return new HelenusSide(directory, cacheBytes, Shape.PARTITIONS, merging, options);
    }

    /// As [#open], with all entries in one partition, their keys as its clustering.
    public static HelenusSide openWide(Path directory, long cacheBytes) throws Exception {
        return new HelenusSide(directory, cacheBytes, Shape.ONE_PARTITION, UNBOUND, SMALL_BLOCKS);
    }

    /// Runs the phases; see [EngineRun]. Arguments: an empty directory, the number of entries.
    public static void main(String[] args) throws Exception {
        EngineRun.run(Path.of(args[0]), Long.parseLong(args[1]), HelenusSide::open, System.out);
    }

    private static TableMetadata definition(Shape shape, Map<String, Object> options) {
        var table = TableMetadata.builder(TABLE, "kv116", "kv");
        return switch (shape) {
            case PARTITIONS -> withOptions(table.partitionKey("k", NativeType.BLOB), options);
            case ONE_PARTITION ->
                withOptions(table.partitionKey("p", NativeType.BLOB).clustering("k", NativeType.BLOB), options);
        };
    }

    private static TableMetadata withOptions(TableMetadata.Builder table, Map<String, Object> options) {
        return table.regular("v", NativeType.BLOB)
                .options(TableOptions.DEFAULTS.with(options))
                .build();
    }

    /// LZ4 as the peer has it, and filters that err in a hundredth, which costs the peer's ten bits a key.
    ///
    /// @param chunkKib twice what a block holds before it is compressed
    public static Map<String, Object> options(String chunkKib, String strategy, Map<String, String> strategyOptions) {
        var compaction = new TreeMap<>(strategyOptions);
        compaction.put("class", strategy);
        return Map.of(
                "compression",
                Map.of("class", "LZ4Compressor", "chunk_length_in_kb", chunkKib),
                "bloom_filter_fp_chance",
                "0.01",
                "compaction",
                compaction);
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        engine.awaitWritable();
        writer.reset();
        switch (shape) {
            case PARTITIONS -> {
                writer.partition(table.metadata(), key, 0, key.length);
                writer.row(List.of());
            }
            case ONE_PARTITION -> {
                writer.partition(table.metadata(), PARTITION, 0, PARTITION.length);
                writer.row(key, WHOLE_KEY, KEY_LENGTH);
            }
        }
        long timestamp = engine.nextTimestampMicros();
        writer.marker(timestamp, 0, 0);
        writer.cell(valueColumn, timestamp, 0, 0, value, 0, value.length);
        engine.apply(writer.finish());
    }

    @Override
    public int get(byte[] key, byte[] into) throws IOException {
        byte[] rowKey = rowKey(key);
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            if (!snapshot.get(rowKey, rowKey.length, wanted, nowSeconds(), row)) {
                return -1;
            }
            CellCursor cells = row.cells();
            if (!cells.next()) {
                throw new IOException("a row without its cell");
            }
            System.arraycopy(cells.array(), cells.valueOffset(), into, 0, cells.valueLength());
            return cells.valueLength();
        }
    }

    @Override
    public long scan(byte[] key, int count) throws IOException {
        long checksum = 0;
        var range = from(key);
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK);
                var rows = snapshot.scan(range, false, wanted, nowSeconds())) {
            for (int i = 0; i < count && rows.next(); i++) {
                CellCursor cells = rows.row().cells();
                if (!cells.next()) {
                    throw new IOException("a row without its cell");
                }
                checksum += rows.row().key()[8] + cells.array()[cells.valueOffset()];
            }
        }
        return checksum;
    }

    private byte[] rowKey(byte[] key) {
        return switch (shape) {
            case PARTITIONS -> keys.rowKey(keys.partitionPrefix(key), List.of());
            case ONE_PARTITION -> keys.rowKey(keys.partitionPrefix(PARTITION), List.of(key));
        };
    }

    private KeyRange from(byte[] key) {
        return switch (shape) {
            case PARTITIONS -> new KeyRange(keys.partitionPrefix(key), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
            case ONE_PARTITION -> {
                byte[] prefix = keys.partitionPrefix(PARTITION);
                yield new KeyRange(keys.before(prefix, List.of(key)), keys.rowsEnd(prefix));
            }
        };
    }

    private long nowSeconds() {
        return clock.wallMicros() / 1_000_000;
    }

    @Override
    public void flush() throws IOException {
        engine.flush(TABLE);
    }

    @Override
    public void awaitQuiet() throws InterruptedException {
        for (int quiet = 0; quiet < QUIET_LOOKS; ) {
            compaction.awaitIdle();
            Thread.sleep(QUIET_LOOK_MILLIS); // between its end and the merges it makes due a flush is not seen
            quiet = engine.isFlushing() ? 0 : quiet + 1;
        }
    }

    @Override
    public void compactAll() throws IOException {
        compaction.compact(TABLE);
    }

    @Override
    public long dataBytes() {
        try (var live = table.sstables()) {
            return live.all().stream()
                    .mapToLong(one -> one.sstable().sizeBytes())
                    .sum();
        }
    }

    @Override
    public double filterBitsPerKey() {
        long bytes = 0;
        long keys = 0;
        try (var live = table.sstables()) {
            for (var file : live.all()) {
                bytes += file.sstable().filterBytes();
                keys += file.sstable().statistics().rows();
            }
        }
        return keys == 0 ? 0 : 8.0 * bytes / keys;
    }

    @Override
    public long blocksRead() {
        return engine.cache().statistics().misses();
    }

    @Override
    public long bytesWritten() {
        return disk.bytesWritten();
    }

    /// Whether merges start by themselves.
    public void merging(boolean enabled) {
        compaction.setEnabled(TABLE, enabled);
    }

    /// What merges may write a second; 0: no limit.
    public void throughput(long bytesPerSecond) {
        compaction.setThroughput(bytesPerSecond);
    }

    /// Writes every file anew, one after the other.
    public void rewriteAll() throws IOException {
        compaction.compact(TABLE, new CompactionOrder.GarbageCollect(false));
    }

    /// Stops the merges that run.
    public void stopMerges() {
        compaction.stop(TABLE);
    }

    @Override
    public void close() throws IOException {
        compaction.close();
        engine.close();
    }
}
