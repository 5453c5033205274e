package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.put;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// Every option of a table that says how its files are written or read changes them.
final class TableOptionsEffectTest {
    private static final int ROWS = 2_000;
    private static final EntrySink NOWHERE = (segment, offset, length) -> {};

    /// One file of a table with these options.
    private record Written(MemoryDisk disk, String path, TableMetadata table) {
        <T> T read(Reading<T> reading) throws IOException {
            try (var cache = new BlockCache(0, Runnable::run)) {
                var sstable = SSTable.open(disk, path, cache);
                try {
                    return reading.of(sstable);
                } finally {
                    sstable.release();
                }
            }
        }
    }

    private interface Reading<T> {
        T of(SSTable sstable) throws IOException;
    }

    private static Written write(Map<String, Object> options) throws IOException {
        var disk = new MemoryDisk(1);
        var plain = TestEngine.table(T, "t");
        var table = plain.toBuilder().options(plain.options().with(options)).build();
        var engine = TestEngine.created(disk, table);
        for (int key = 0; key < ROWS; key++) {
            put(engine, T, key, "the same words again and again, and then the number " + key, 100);
        }
        engine.flush(T);
        engine.close();
        String path = disk.files().stream()
                .filter(name -> name.startsWith("data/"))
                .findFirst()
                .orElseThrow();
        return new Written(disk, path, table);
    }

    private static Written compressed(String algorithm, String... more) throws IOException {
        var options = new HashMap<>(Map.of("class", algorithm, "chunk_length_in_kb", "16"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return write(Map.of("compression", options));
    }

    private static double ratio(Written written) throws IOException {
        return written.read(sstable -> sstable.statistics().compressionRatio().orElseThrow());
    }

    @Test
    void eachAlgorithmShrinksInItsOwnWay() throws IOException {
        double none = ratio(write(Map.of("compression", Map.of("enabled", "false"))));
        double lz4 = ratio(compressed("LZ4Compressor"));
        double snappy = ratio(compressed("SnappyCompressor"));
        double zstd = ratio(compressed("ZstdCompressor"));
        double deflate = ratio(compressed("DeflateCompressor"));
        assertThat(none).isGreaterThanOrEqualTo(1);
        assertThat(ratio(compressed("NoopCompressor"))).isEqualTo(none);
        assertThat(List.of(lz4, snappy, zstd, deflate))
                .allMatch(ratio -> ratio < 0.7)
                .doesNotHaveDuplicates();
        assertThat(zstd).isLessThan(lz4);
        assertThat(deflate).isLessThan(lz4);
        double high = ratio(compressed("LZ4Compressor", "lz4_compressor_type", "high"));
        assertThat(high).isLessThan(lz4);
        assertThat(ratio(compressed("ZstdCompressor", "compression_level", "19")))
                .isNotEqualTo(zstd);
        assertThat(ratio(compressed("LZ4Compressor", "min_compress_ratio", "1000")))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void longerChunksMakeFewerBlocks() throws IOException {
        int small = compressed("LZ4Compressor", "chunk_length_in_kb", "4").read(SSTable::blockCount);
        int middle = compressed("LZ4Compressor").read(SSTable::blockCount);
        int large = compressed("LZ4Compressor", "chunk_length_in_kb", "64").read(SSTable::blockCount);
        assertThat(small).isBetween(3 * middle, 5 * middle);
        assertThat(middle).isBetween(3 * large, 5 * large);
    }

    /// Of the keys that are not there, the filter lets about as many pass as it was asked to, and a stricter one is
    /// larger.
    @Test
    void theFilterErrsAsOftenAsItMay() throws IOException {
        long larger = Long.MAX_VALUE;
        for (double chance : new double[] {0.001, 0.01, 0.1}) {
            var written = write(Map.of("bloom_filter_fp_chance", Double.toString(chance)));
            long bytes = written.read(SSTable::filterBytes);
            assertThat(bytes).isPositive().isLessThan(larger);
            larger = bytes;
            double passed = written.read(sstable -> falsePasses(written.table, sstable));
            assertThat(passed).as("of %s", chance).isBetween(0.0, chance * 2 + 0.001);
            if (chance > 0.05) {
                assertThat(passed).isGreaterThan(chance / 5);
            }
        }
        var none = write(Map.of("bloom_filter_fp_chance", "1.0"));
        assertThat(none.read(SSTable::filterBytes)).isZero();
        double passed = none.read(sstable -> falsePasses(none.table, sstable));
        assertThat(passed).isGreaterThan(0.99); // but for keys before the first and behind the last
    }

    /// A file that is alone errs somewhat more often than the option says, where files share the filters' memory.
    @Test
    void aFilterMayTakeItsShare() throws IOException {
        var even = write(Map.of("bloom_filter_fp_chance", "0.01"));
        var compaction = Map.of("class", "SizeTieredCompactionStrategy", "filter_memory", "by_size");
        var shared = write(Map.of("bloom_filter_fp_chance", "0.01", "compaction", compaction));
        long evenBytes = even.read(SSTable::filterBytes);
        long sharedBytes = shared.read(SSTable::filterBytes);
        assertThat((double) sharedBytes / evenBytes).isBetween(0.9, 0.97);
    }

    private static double falsePasses(TableMetadata table, SSTable sstable) {
        var keys = KeyCodec.of(table);
        int asked = 20_000;
        int passed = 0;
        for (int key = ROWS; key < ROWS + asked; key++) {
            byte[] row = keys.rowKey(keys.partitionPrefix(TestEngine.wire(key)), List.of());
            passed += sstable.mayHold(row, row.length) ? 1 : 0;
        }
        return (double) passed / asked;
    }

    /// A damaged checksum, and nothing else, is found by the share of the reads that look at it.
    @Test
    void checksumsAreLookedAtAsOftenAsTheTableSays() throws IOException {
        for (double chance : new double[] {0, 0.25, 1}) {
            var written = write(
                    Map.of("crc_check_chance", Double.toString(chance), "compression", Map.of("enabled", "false")));
            long lastChecksum =
                    written.read(sstable -> 32 + sstable.statistics().storedBytes() - 1);
            written.disk.flipBit(written.path, lastChecksum * 8);
            int found = written.read(sstable -> {
                byte[] key = sstable.statistics().lastKey();
                int count = 0;
                for (int i = 0; i < 100; i++) {
                    try {
                        assertThat(sstable.get(key, key.length, ReadMode.MAY_BLOCK, NOWHERE))
                                .isTrue();
                    } catch (CorruptSSTableException e) {
                        assertThat(e).hasMessageContaining("block checksum");
                        count++;
                    }
                }
                return count;
            });
            assertThat(found).as("of %s", chance).isEqualTo((int) (chance * 100));
            // Whoever verifies looks at all of them.
            assertThatThrownBy(() -> written.read(SSTable::verify)).isInstanceOf(CorruptSSTableException.class);
        }
    }

    @Test
    void aChangedCheckChanceHoldsForFilesThatAreThereAlsoAfterAStart() throws IOException {
        var written = write(Map.of("compression", Map.of("enabled", "false")));
        long lastChecksum = written.read(sstable -> 32 + sstable.statistics().storedBytes() - 1);
        var engine = TestEngine.open(written.disk);
        var table = written.table;
        engine.alterSchema(List.of(new SchemaChange.PutTable(table.toBuilder()
                .options(table.options().with(Map.of("crc_check_chance", "0.0")))
                .build())));
        engine.close();
        written.disk.flipBit(written.path, lastChecksum * 8);
        var again = TestEngine.open(written.disk);
        assertThat(TestEngine.rows(again, T)).contains("number 1999");
    }
}
