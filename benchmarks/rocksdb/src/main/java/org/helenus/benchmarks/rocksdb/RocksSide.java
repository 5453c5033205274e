package org.helenus.benchmarks.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.helenus.benchmarks.engine.EngineRun;
import org.helenus.benchmarks.engine.EngineSide;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.PerfContext;
import org.rocksdb.PerfLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Statistics;
import org.rocksdb.TableProperties;
import org.rocksdb.TickerType;
import org.rocksdb.WriteOptions;

/// RocksDB, leveled, with budgets equal to ours: 96 MiB of memtables, 10 filter bits, 8 KiB blocks, two background
/// threads, LZ4, checksums and log on, no sync per put.
public final class RocksSide implements EngineSide {
    private final Options options;
    private final RocksDB database;
    private final WriteOptions writes = new WriteOptions();
    private final ReadOptions reads = new ReadOptions();
    /// Counts what flushes and compactions write; not there where time is measured.
    private final Optional<Statistics> statistics;

    private RocksSide(Path directory, long cacheBytes, boolean countBytes) throws RocksDBException {
        var table = new BlockBasedTableConfig()
                .setBlockSize(8 << 10)
                .setFormatVersion(6)
                .setFilterPolicy(new BloomFilter(10, false))
                .setCacheIndexAndFilterBlocks(false)
                .setBlockCache(new LRUCache(cacheBytes));
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(32 << 20)
                .setMaxWriteBufferNumber(3)
                .setTargetFileSizeBase(32 << 20)
                .setMaxBytesForLevelBase(128 << 20)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMaxBackgroundJobs(2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBytesPerSync(1 << 20)
                .setTableFormatConfig(table);
        statistics = countBytes ? Optional.of(new Statistics()) : Optional.empty();
        statistics.ifPresent(options::setStatistics);
        database = RocksDB.open(options, directory.toString());
        if (cacheBytes < 1 << 20) {
            database.setPerfLevel(PerfLevel.ENABLE_COUNT);
        }
    }

    /// Runs the phases; see [EngineRun]. Arguments: an empty directory, the number of entries.
    public static void main(String[] args) throws Exception {
        RocksDB.loadLibrary();
        EngineRun.run(Path.of(args[0]), Long.parseLong(args[1]), RocksSide::open, System.out);
    }

    private static RocksSide open(Path directory, long cacheBytes) throws RocksDBException {
        return new RocksSide(directory, cacheBytes, false);
    }

    /// As it is measured, with its counts of bytes on.
    static RocksSide openCounting(Path directory, long cacheBytes) throws RocksDBException {
        return new RocksSide(directory, cacheBytes, true);
    }

    @Override
    public void put(byte[] key, byte[] value) throws RocksDBException {
        database.put(writes, key, value);
    }

    @Override
    public int get(byte[] key, byte[] into) throws RocksDBException {
        return database.get(reads, key, into); // −1: RocksDB.NOT_FOUND
    }

    @Override
    public long scan(byte[] key, int count) {
        long checksum = 0;
        try (RocksIterator entries = database.newIterator(reads)) {
            entries.seek(key);
            for (int i = 0; i < count && entries.isValid(); i++) {
                checksum += entries.key()[0] + entries.value()[0];
                entries.next();
            }
        }
        return checksum;
    }

    @Override
    public void flush() throws RocksDBException {
        try (var flush = new FlushOptions().setWaitForFlush(true)) {
            database.flush(flush);
        }
    }

    @Override
    public void awaitQuiet() throws Exception {
        for (int quiet = 0; quiet < 18; quiet = busy() ? 0 : quiet + 1) {
            Thread.sleep(100);
        }
    }

    private boolean busy() throws RocksDBException {
        for (String property : List.of(
                "rocksdb.num-running-flushes",
                "rocksdb.num-running-compactions",
                "rocksdb.mem-table-flush-pending",
                "rocksdb.compaction-pending")) {
            if (database.getLongProperty(property) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void compactAll() throws RocksDBException {
        try (var range = new CompactRangeOptions()) {
            database.compactRange(null, null, null, range);
        }
    }

    @Override
    public long dataBytes() throws IOException {
        try {
            return database.getLongProperty("rocksdb.total-sst-files-size");
        } catch (RocksDBException unknown) {
            throw new IOException(unknown);
        }
    }

    @Override
    public double filterBitsPerKey() throws RocksDBException {
        long bytes = 0;
        long keys = 0;
        for (TableProperties file : database.getPropertiesOfAllTables().values()) {
            bytes += file.getFilterSize();
            keys += file.getNumEntries();
        }
        return keys == 0 ? 0 : 8.0 * bytes / keys;
    }

    @Override
    public long blocksRead() {
        PerfContext thread = database.getPerfContext();
        return thread.getBlockReadCount();
    }

    @Override
    public long bytesWritten() {
        Statistics counts = statistics.orElseThrow(() -> new IllegalStateException("opened without counts of bytes"));
        return counts.getTickerCount(TickerType.FLUSH_WRITE_BYTES)
                + counts.getTickerCount(TickerType.COMPACT_WRITE_BYTES);
    }

    @Override
    public void close() {
        reads.close();
        writes.close();
        database.close();
        options.close();
        statistics.ifPresent(Statistics::close);
    }
}
