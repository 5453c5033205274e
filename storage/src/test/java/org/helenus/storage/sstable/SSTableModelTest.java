package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyRange;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of random tables and options answer as a sorted map does: points, ranges both ways, through the cache and
/// past it, before and after the machine lost power.
final class SSTableModelTest {
    private static SSTableOptions options(RandomGenerator random, int rows) {
        var codec = BlockCodec.values()[random.nextInt(5)];
        int level = codec == BlockCodec.ZSTD ? 3 : codec == BlockCodec.LZ4 && random.nextBoolean() ? 9 : 0;
        int[] sizes = {1, 100, 1000, 8192, 65536};
        double[] chances = {1, 0.5, 0.1, 0.01, 0.0001};
        double[] ratios = {0, 1, 1.1, 4};
        return new SSTableOptions(
                codec,
                level,
                ratios[random.nextInt(4)],
                sizes[random.nextInt(5)],
                chances[random.nextInt(5)],
                random.nextInt(2 * rows),
                random.nextInt(2 * rows),
                random.nextInt(3),
                123_456);
    }

    @Test
    void answersAsAModelDoes() throws Exception {
        long seed = TestSeed.of("SSTableModelTest");
        var random = TestSeed.random(seed);
        for (int round = 0; round < 120; round++) {
            var table = random.nextBoolean() ? TestRows.narrow() : TestRows.wide();
            var rows = TestRows.rows(random, table, random.nextInt(1, random.nextInt(8) == 0 ? 3000 : 300));
            var deletions =
                    random.nextBoolean() ? DeletionList.EMPTY : TestRows.deletions(random, rows, random.nextInt(1, 20));
            var disk = new MemoryDisk(seed + round);
            disk.createDirectories("data/t");
            var id = SSTableId.random(random);
            try (var cache = new BlockCache(random.nextInt(2) == 0 ? 40_000 : 20 << 20, Runnable::run)) {
                SSTable written;
                try (var writer = SSTableWriter.create(disk, "data/t", id, table, options(random, rows.size()))) {
                    writer.deletions(deletions);
                    TestRows.write(writer, rows);
                    written = writer.finish(cache);
                }
                check(random, written, rows, deletions, table);
                written.release();
                assertThat(cache.statistics().bytes()).isZero();
                assertThat(cache.statistics().pinnedBytes()).isZero();
            }
            try (var cache = new BlockCache(1 << 20, Runnable::run)) {
                var left = disk.crash(seed + round);
                var opened = SSTable.open(left, SSTableWriter.path("data/t", id), cache);
                check(random, opened, rows, deletions, table);
                opened.deleteWhenReleased();
                assertThat(opened.retain()).isTrue();
                opened.release();
                assertThat(left.exists(opened.path())).isTrue();
                opened.release();
                assertThat(left.exists(opened.path())).isFalse();
                assertThat(opened.retain()).isFalse();
            }
        }
    }

    /// Partition by partition.
    private static void checkPartitions(
            SSTableStatistics statistics, TreeMap<byte[], byte[]> rows, DeletionList deletions) {
        var largest = statistics.largest().orElseThrow();
        var cells = new TreeMap<byte[], Long>(Arrays::compareUnsigned);
        var bytes = new TreeMap<byte[], Long>(Arrays::compareUnsigned);
        var tombstones = new TreeMap<byte[], Long>(Arrays::compareUnsigned);
        byte[] last = {};
        var reader = new RowReader();
        for (var row : rows.entrySet()) {
            byte[] key = row.getKey();
            byte[] partition = Arrays.copyOf(key, RowKeyFormat.prefixLength(key, key.length));
            int shared = Math.max(0, Arrays.mismatch(last, key));
            bytes.merge(partition, (long) key.length - shared + row.getValue().length, Long::sum);
            reader.reset(row.getValue(), 0, row.getValue().length);
            long dead = reader.hasDeletion() ? 1 : 0;
            long seen = 0;
            while (reader.nextCell()) {
                seen += reader.isComplexDeletion() ? 0 : 1;
                dead += reader.isTombstone() || reader.isComplexDeletion() ? 1 : 0;
            }
            tombstones.merge(partition, dead, Long::sum);
            cells.merge(partition, seen, Long::sum);
            last = key;
        }
        var fragments = new TreeMap<byte[], Long>(Arrays::compareUnsigned);
        for (int i = 0; i < deletions.size(); i++) {
            byte[] key = deletions.start(i);
            fragments.merge(Arrays.copyOf(key, RowKeyFormat.prefixLength(key, key.length)), 1L, Long::sum);
        }
        fragments.forEach((key, count) -> tombstones.merge(key, count, Math::max));
        assertThat(largest.bytes())
                .isEqualTo(Collections.max(bytes.values()))
                .isEqualTo(bytes.get(largest.largestKey()));
        assertThat(largest.tombstones())
                .isEqualTo(tombstones.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0));
        if (largest.tombstones() > 0) {
            assertThat(tombstones.get(largest.tombstonesKey())).isEqualTo(largest.tombstones());
        } else {
            assertThat(largest.tombstonesKey()).isEmpty();
        }
        var sizes = statistics.sizes().orElseThrow();
        assertThat(sizes.leastBytes()).isEqualTo(Collections.min(bytes.values()));
        assertThat(sizes.bytes())
                .isEqualTo(bytes.values().stream().mapToLong(Long::longValue).sum());
        checkHistogram(sizes.sizes(), bytes.values());
        checkHistogram(sizes.cells(), cells.values());
    }

    private static void checkHistogram(PartitionHistogram histogram, Collection<Long> values) {
        var left = new ArrayList<>(values);
        histogram.forEach((least, bound, count) -> {
            int before = left.size();
            left.removeIf(value -> least <= value && value <= bound);
            assertThat(before - left.size()).as("%s … %s", least, bound).isEqualTo((int) count);
        });
        assertThat(left).isEmpty();
    }

    private static void check(
            RandomGenerator random,
            SSTable sstable,
            TreeMap<byte[], byte[]> rows,
            DeletionList deletions,
            TableMetadata table)
            throws IOException {
        checkStatistics(sstable, rows, deletions, table);
        checkPartitions(sstable.statistics(), rows, deletions);
        assertThat(sstable.verify()).isEqualTo(rows.size());
        scan(sstable, KeyRange.ALL, rows, false);
        scan(sstable, KeyRange.ALL, rows, true);
        scan(sstable.sequential(), KeyRange.ALL, rows, false);
        for (int i = 0; i < 20; i++) {
            byte[] a = somewhere(random, rows);
            byte[] b = somewhere(random, rows);
            boolean inOrder = Arrays.compareUnsigned(a, b) <= 0;
            var range = new KeyRange(inOrder ? a : b, inOrder ? b : a);
            var part = rows.subMap(range.start(), true, range.end(), false);
            scan(sstable, range, part, false);
            scan(sstable, range, part, true);
            scan(sstable.sequential(), range, part, false);
        }
        for (int i = 0; i < 100; i++) {
            byte[] key = i % 2 == 0 ? existing(random, rows) : somewhere(random, rows);
            var found = new byte[1][];
            boolean there = sstable.get(
                    key,
                    key.length,
                    ReadMode.MAY_BLOCK,
                    (segment, offset, length) ->
                            found[0] = segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
            assertThat(there).isEqualTo(rows.containsKey(key));
            assertThat(found[0]).isEqualTo(rows.get(key));
        }
    }

    private static byte[] existing(RandomGenerator random, TreeMap<byte[], byte[]> rows) {
        byte[] low = rows.firstKey();
        byte[] middle = low.clone();
        random.nextBytes(middle);
        byte[] found = rows.floorKey(middle);
        return found == null ? low : found;
    }

    /// A key of a row, or near one, or anywhere.
    private static byte[] somewhere(RandomGenerator random, TreeMap<byte[], byte[]> rows) {
        byte[] key = existing(random, rows);
        return switch (random.nextInt(4)) {
            case 0 -> key;
            case 1 -> Arrays.copyOf(key, key.length + 1);
            case 2 -> {
                byte[] near = key.clone();
                near[random.nextInt(8, near.length)] += (byte) (random.nextBoolean() ? 1 : -1);
                yield near;
            }
            default -> {
                byte[] anywhere = key.clone();
                random.nextBytes(anywhere);
                yield Arrays.copyOf(anywhere, random.nextInt(1, anywhere.length + 1));
            }
        };
    }

    private static void scan(EntrySource source, KeyRange range, NavigableMap<byte[], byte[]> rows, boolean reversed)
            throws IOException {
        try (var cursor = source.scan(range, reversed, ReadMode.MAY_BLOCK)) {
            for (var row : (reversed ? rows.descendingMap() : rows).entrySet()) {
                assertThat(cursor.next()).isTrue();
                assertThat(Arrays.copyOf(cursor.key(), cursor.keyLength())).isEqualTo(row.getKey());
                assertThat(value(cursor)).isEqualTo(row.getValue());
            }
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.next()).isFalse();
        }
    }

    private static byte[] value(EntryCursor cursor) {
        return cursor.valueSegment()
                .asSlice(cursor.valueOffset(), cursor.valueLength())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    private static void checkStatistics(
            SSTable sstable, TreeMap<byte[], byte[]> rows, DeletionList deletions, TableMetadata table) {
        var statistics = sstable.statistics();
        assertThat(sstable.deletions()).isEqualTo(deletions);
        assertThat(statistics.table()).isEqualTo(table);
        assertThat(statistics.rows()).isEqualTo(rows.size());
        assertThat(statistics.cells()).isEqualTo(rows.size());
        assertThat(statistics.partitions())
                .isEqualTo(rows.keySet().stream()
                        .map(key -> java.util.HexFormat.of()
                                .formatHex(
                                        key,
                                        0,
                                        org.helenus.storage.encoding.RowKeyFormat.prefixLength(key, key.length)))
                        .distinct()
                        .count());
        assertThat(statistics.firstKey()).isEqualTo(rows.firstKey());
        assertThat(statistics.lastKey()).isEqualTo(rows.lastKey());
        rows.keySet()
                .forEach(key -> assertThat(statistics.range().contains(key)).isTrue());
        for (int i = 0; i < deletions.size(); i++) {
            assertThat(statistics.range().contains(deletions.start(i))).isTrue();
            assertThat(Arrays.compareUnsigned(
                            deletions.end(i), statistics.range().end()))
                    .isNotPositive();
            assertThat(statistics.minTimestamp()).isLessThanOrEqualTo(deletions.timestamp(i));
            assertThat(statistics.maxTimestamp()).isGreaterThanOrEqualTo(deletions.timestamp(i));
        }
        assertThat(statistics.droppable().total()).isEqualTo(deletions.size());
        assertThat(statistics.maxDeletionSeconds()).isEqualTo(SSTableStatistics.NEVER);
    }

    @Test
    void onARealDiskToo(@TempDir Path directory) throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableModelTest.onARealDisk"));
        for (BlockCodec codec : BlockCodec.values()) {
            var rows = TestRows.rows(random, TestRows.wide(), 2000);
            var deletions = TestRows.deletions(random, rows, 5);
            var options = new SSTableOptions(codec, codec == BlockCodec.ZSTD ? 1 : 0, 0, 8192, 0.01, 4, 2000, 0, 1);
            var disk = new SystemDisk(directory);
            disk.createDirectories("t");
            try (var cache = new BlockCache(100_000, Runnable::run);
                    var writer = SSTableWriter.create(disk, "t", SSTableId.random(random), TestRows.wide(), options)) {
                writer.deletions(deletions);
                TestRows.write(writer, rows);
                var sstable = writer.finish(cache);
                check(random, sstable, rows, deletions, TestRows.wide());
                sstable.deleteWhenReleased();
                sstable.release();
            }
            assertThat(disk.list("t")).isEmpty();
        }
    }

    @Test
    void memoryOnlyNeverReadsTheDisk() throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableModelTest.memoryOnly"));
        var rows = TestRows.rows(random, TestRows.narrow(), 500);
        var disk = new MemoryDisk(1);
        disk.createDirectories("t");
        try (var cache = new BlockCache(20 << 20, Runnable::run);
                var writer = SSTableWriter.create(
                        disk,
                        "t",
                        new SSTableId(1, 2),
                        TestRows.narrow(),
                        SSTableOptions.of(TestRows.narrow(), 500, 500, 0, 0))) {
            TestRows.write(writer, rows);
            var sstable = writer.finish(cache);
            byte[] key = rows.firstKey();
            long before = disk.operations();
            assertThatThrownBy(
                            () -> sstable.get(key, key.length, ReadMode.MEMORY_ONLY, (segment, offset, length) -> {}))
                    .isInstanceOf(NotInMemoryException.class);
            assertThatThrownBy(() -> {
                        try (var cursor = sstable.scan(KeyRange.ALL, true, ReadMode.MEMORY_ONLY)) {
                            cursor.next();
                        }
                    })
                    .isInstanceOf(NotInMemoryException.class);
            assertThat(disk.operations()).isEqualTo(before);
            scan(sstable, KeyRange.ALL, rows, false);
            long warm = disk.operations();
            assertThat(warm - before).isEqualTo(sstable.blockCount());
            assertThat(sstable.get(key, key.length, ReadMode.MEMORY_ONLY, (segment, offset, length) -> {}))
                    .isTrue();
            try (var cursor = sstable.scan(KeyRange.ALL, true, ReadMode.MEMORY_ONLY)) {
                int count = 0;
                while (cursor.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(rows.size());
            }
            assertThat(disk.operations()).isEqualTo(warm);
            sstable.release();
        }
    }

    /// Nor counted: files that lie side by side would each seem to be asked for every key.
    @Test
    void aKeyOutsideOfTheFileIsNotAskedFor() throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableModelTest.outside"));
        var rows = TestRows.rows(random, TestRows.wide(), 300);
        var keys = rows.keySet().toArray(new byte[0][]);
        var disk = new MemoryDisk(1);
        disk.createDirectories("t");
        var unfiltered = new SSTableOptions(BlockCodec.NONE, 0, 0, 500, 1, 300, 300, 0, 0);
        for (int from = 0, number = 2; from + 50 <= keys.length; from += 50, number++) {
            var inside = new TreeMap<>(rows.subMap(keys[from], true, keys[from + 49], true));
            try (var cache = new BlockCache(1 << 20, Runnable::run);
                    var writer =
                            SSTableWriter.create(disk, "t", new SSTableId(1, number), TestRows.wide(), unfiltered)) {
                TestRows.write(writer, inside);
                var sstable = writer.finish(cache);
                for (int i = 0; i < keys.length; i++) {
                    long asked = sstable.reads();
                    boolean found =
                            sstable.get(keys[i], keys[i].length, ReadMode.MAY_BLOCK, (segment, offset, length) -> {});
                    assertThat(found).isEqualTo(i >= from && i < from + 50);
                    assertThat(sstable.mayHold(keys[i], keys[i].length)).isEqualTo(found);
                    assertThat(sstable.reads() - asked).isEqualTo(found ? 1 : 0);
                    assertThat(sstable.mayHoldPartition(keys[i], keys[i].length) || !found)
                            .isTrue();
                }
                sstable.release();
            }
        }
    }

    @Test
    void entriesOutOfOrderAreRefused() throws Exception {
        var random = TestSeed.random(5);
        var keys = TestRows.rows(random, TestRows.narrow(), 20).keySet().toArray(new byte[0][]);
        var disk = new MemoryDisk(1);
        disk.createDirectories("t");
        var value = MemorySegment.ofArray(TestRows.row(new byte[3], 1));
        try (var writer = SSTableWriter.create(
                disk, "t", new SSTableId(1, 2), TestRows.narrow(), SSTableOptions.of(TestRows.narrow(), 1, 1, 0, 0))) {
            writer.append(keys[1], keys[1].length, value, 0, (int) value.byteSize());
            assertThatThrownBy(() -> writer.append(keys[0], keys[0].length, value, 0, (int) value.byteSize()))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> writer.append(keys[1], keys[1].length, value, 0, (int) value.byteSize()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(disk.list("t")).isEmpty();
    }
}
