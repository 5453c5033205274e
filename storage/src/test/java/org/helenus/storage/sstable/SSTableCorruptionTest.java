package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever happens to the bytes of a file: its answers, or an error that names it. Never other rows.
final class SSTableCorruptionTest {
    private static final SSTableId ID = new SSTableId(0x0123456789ABCDEFL, 0x7766554433221100L);

    private static byte[] write(
            SSTableId id, TableMetadata table, TreeMap<byte[], byte[]> rows, DeletionList deletions, BlockCodec codec)
            throws IOException {
        var disk = new MemoryDisk(1);
        disk.createDirectories("t");
        int level = codec == BlockCodec.ZSTD ? 1 : 0;
        var options = new SSTableOptions(codec, level, 0, 500, 0.01, rows.size(), rows.size(), 0, 1);
        try (var cache = new BlockCache(0, Runnable::run);
                var writer = SSTableWriter.create(disk, "t", id, table, options)) {
            writer.deletions(deletions);
            TestRows.write(writer, rows);
            writer.finish(cache).release();
        }
        try (var file = disk.open("t/" + id.fileName(), OpenMode.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            return bytes.array();
        }
    }

    /// All that a file answers, as text.
    private static String answers(byte[] file, TreeMap<byte[], byte[]> asked) throws IOException {
        var disk = new MemoryDisk(1);
        try (var target = disk.open("f.sst", OpenMode.CREATE_NEW)) {
            target.write(0, ByteBuffer.wrap(file));
        }
        var text = new StringBuilder();
        try (var cache = new BlockCache(200_000, Runnable::run)) {
            var sstable = SSTable.open(disk, "f.sst", cache);
            try {
                text.append(sstable.id()).append(sstable.deletions());
                text.append(HexFormat.of().formatHex(StatisticsCodec.encode(sstable.statistics())));
                append(text, sstable.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK));
                append(text, sstable.scan(KeyRange.ALL, true, ReadMode.MAY_BLOCK));
                append(text, sstable.sequential().scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK));
                for (byte[] key : asked.keySet()) {
                    text.append(sstable.get(
                            key,
                            key.length,
                            ReadMode.MAY_BLOCK,
                            (segment, offset, length) -> text.append(segment.asSlice(offset, length)
                                    .asByteBuffer()
                                    .hashCode())));
                }
            } finally {
                sstable.release();
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, EntryCursor cursor) throws IOException {
        try (cursor) {
            while (cursor.next()) {
                text.append(HexFormat.of().formatHex(cursor.key(), 0, cursor.keyLength()))
                        .append('=')
                        .append(cursor.valueSegment()
                                .asSlice(cursor.valueOffset(), cursor.valueLength())
                                .asByteBuffer()
                                .hashCode())
                        .append('\n');
            }
        }
    }

    /// @return whether the damage was noticed
    private static boolean noticed(byte[] damaged, String good, TreeMap<byte[], byte[]> rows) throws IOException {
        try {
            assertThat(answers(damaged, rows)).isEqualTo(good);
            return false;
        } catch (CorruptSSTableException e) {
            assertThat(e.file()).isEqualTo("f.sst");
            assertThat(e.offset()).isBetween(0L, (long) damaged.length);
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(BlockCodec.class)
    void everyFlippedBitIsNoticed(BlockCodec codec) throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableCorruptionTest.flip"));
        var table = codec == BlockCodec.LZ4 ? TestRows.wide() : TestRows.narrow();
        var rows = TestRows.rows(random, table, 30);
        rows.entrySet().removeIf(row -> row.getValue().length > 500);
        byte[] file = write(ID, table, rows, TestRows.deletions(random, rows, 4), codec);
        String good = answers(file, rows);
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(noticed(damaged, good, rows))
                    .as("byte %s of %s", i, file.length)
                    .isTrue();
        }
    }

    @Test
    void everyTruncationIsNoticed() throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableCorruptionTest.truncate"));
        var rows = TestRows.rows(random, TestRows.wide(), 30);
        byte[] file = write(ID, TestRows.wide(), rows, DeletionList.EMPTY, BlockCodec.LZ4);
        String good = answers(file, rows);
        for (int length = 0; length < file.length; length += file.length > 5000 && length > 200 ? 7 : 1) {
            assertThat(noticed(Arrays.copyOf(file, length), good, rows)).isTrue();
        }
        assertThat(noticed(Arrays.copyOf(file, file.length + 1), good, rows)).isTrue();
    }

    @Test
    void aSectorOfZerosIsNoticed() throws Exception {
        var random = TestSeed.random(TestSeed.of("SSTableCorruptionTest.zeros"));
        var rows = TestRows.rows(random, TestRows.narrow(), 300);
        byte[] file = write(ID, TestRows.narrow(), rows, DeletionList.EMPTY, BlockCodec.LZ4);
        String good = answers(file, rows);
        for (int at = 0; at + 512 <= file.length; at += 512) {
            byte[] damaged = file.clone();
            Arrays.fill(damaged, at, at + 512, (byte) 0);
            assertThat(noticed(damaged, good, rows)).isTrue();
        }
    }

    /// Two rows a block, all alike but for the key, so that blocks are of one size.
    private static TreeMap<byte[], byte[]> alike() {
        var random = TestSeed.random(3);
        var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        var keys = org.helenus.storage.KeyCodec.of(TestRows.narrow());
        for (int i = 0; i < 20; i++) {
            var key = new byte[8];
            random.nextBytes(key);
            rows.put(keys.rowKey(keys.partitionPrefix(key), java.util.List.of()), TestRows.row(new byte[400], 1));
        }
        rows.keySet().removeIf(key -> key.length != 20);
        return rows;
    }

    @Test
    void aBlockInAnotherPlaceIsNoticed() throws Exception {
        var rows = alike();
        byte[] file = write(ID, TestRows.narrow(), rows, DeletionList.EMPTY, BlockCodec.NONE);
        int first = SSTableFormat.HEADER_BYTES;
        int length = ByteBuffer.wrap(file).getInt(first + 1) + SSTableFormat.BLOCK_OVERHEAD_BYTES;
        byte[] swapped = file.clone();
        System.arraycopy(file, first, swapped, first + length, length);
        System.arraycopy(file, first + length, swapped, first, length);
        assertThat(swapped).isNotEqualTo(file);
        assertThat(noticed(swapped, answers(file, rows), rows)).isTrue();
        assertThatThrownBy(() -> answers(swapped, rows)).hasMessageContaining("block checksum");
    }

    @Test
    void aBlockOfAnotherFileIsNoticed() throws Exception {
        var rows = alike();
        byte[] file = write(ID, TestRows.narrow(), rows, DeletionList.EMPTY, BlockCodec.NONE);
        byte[] other = write(new SSTableId(5, 6), TestRows.narrow(), rows, DeletionList.EMPTY, BlockCodec.NONE);
        assertThat(other).hasSameSizeAs(file);
        byte[] mixed = file.clone();
        // the first block differs in its checksum only
        int length = ByteBuffer.wrap(file).getInt(SSTableFormat.HEADER_BYTES + 1) + SSTableFormat.BLOCK_OVERHEAD_BYTES;
        System.arraycopy(other, SSTableFormat.HEADER_BYTES, mixed, SSTableFormat.HEADER_BYTES, length);
        assertThat(noticed(mixed, answers(file, rows), rows)).isTrue();
        byte[] tail = other.clone();
        System.arraycopy(file, 0, tail, 0, file.length - SSTableFormat.FOOTER_BYTES);
        assertThatThrownBy(() -> answers(tail, rows))
                .isInstanceOf(CorruptSSTableException.class)
                .hasMessageContaining("header");
    }

    @Test
    void aLaterVersionIsNamed() throws Exception {
        var rows = alike();
        byte[] file = write(ID, TestRows.narrow(), rows, DeletionList.EMPTY, BlockCodec.NONE);
        int footer = file.length - SSTableFormat.FOOTER_BYTES;
        file[footer + 81] = 2;
        var covered = ByteBuffer.wrap(file, footer, 84).slice();
        ByteBuffer.wrap(file).putInt(footer + 84, SSTableFormat.checksum(ID, footer, covered));
        assertThatThrownBy(() -> answers(file, rows)).hasMessageContaining("format version 2, known is 1");
    }
}
