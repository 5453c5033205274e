package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.merge.DeletionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are on somebody's disk. The annotated one shows each byte of a tiny file; the binary ones were written
/// by this format version once and must open for ever. `-Drewrite=true` writes the annotated one anew, and a binary
/// one that is not there.
final class SSTableGoldenTest {
    private static final Path RESOURCES = Path.of("src/test/resources/org/helenus/storage/sstable");
    private static final SSTableId ID = new SSTableId(0x0011223344556677L, 0x8899AABBCCDDEEFFL);

    private static boolean isRewriting() {
        return Boolean.getBoolean("rewrite");
    }

    private static byte[] write(
            TableMetadata table, TreeMap<byte[], byte[]> rows, DeletionList deletions, SSTableOptions options)
            throws IOException {
        var disk = new MemoryDisk(1);
        disk.createDirectories("t");
        try (var cache = new BlockCache(0, Runnable::run);
                var writer = SSTableWriter.create(disk, "t", ID, table, options)) {
            writer.deletions(deletions);
            TestRows.write(writer, rows);
            writer.finish(cache).release();
        }
        try (var file = disk.open("t/" + ID.fileName(), OpenMode.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            return bytes.array();
        }
    }

    @Test
    void everyByteOfATinyFile() throws Exception {
        var table = TestRows.narrow();
        var keys = KeyCodec.of(table);
        var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        for (String key : List.of("a", "b")) {
            byte[] wire = key.getBytes(StandardCharsets.US_ASCII);
            rows.put(keys.rowKey(keys.partitionPrefix(wire), List.of()), TestRows.row(wire, 1000));
        }
        byte[] prefix = keys.partitionPrefix("c".getBytes(StandardCharsets.US_ASCII));
        var deletions = DeletionList.of(prefix, keys.partitionEnd(prefix), 2000, 7);
        byte[] file = write(table, rows, deletions, new SSTableOptions(BlockCodec.NONE, 0, 0, 4096, 0.5, 2, 2, 0, 99));
        String text = new Annotation(file).text();
        var golden = RESOURCES.resolve("tiny-v1.txt");
        if (isRewriting()) {
            Files.createDirectories(RESOURCES);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @EnumSource(BlockCodec.class)
    void filesOfVersionOneOpenAndAnswer(BlockCodec codec) throws Exception {
        String name = "v1-" + codec.name().toLowerCase(Locale.ROOT);
        var golden = RESOURCES.resolve(name + ".sst");
        if (isRewriting() && !Files.exists(golden)) {
            Files.write(golden, sample(codec));
        }
        var disk = new MemoryDisk(1);
        try (var file = disk.open("old.sst", OpenMode.CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(Files.readAllBytes(golden)));
        }
        try (var cache = new BlockCache(1 << 20, Runnable::run)) {
            var sstable = SSTable.open(disk, "old.sst", cache);
            String text = contents(sstable);
            // the field came after these files
            assertThat(sstable.statistics().largest()).isEmpty();
            sstable.release();
            var answers = RESOURCES.resolve(name + ".txt");
            if (isRewriting() && !Files.exists(answers)) {
                Files.writeString(answers, text);
            }
            assertThat(text).isEqualTo(Files.readString(answers));
        }
    }

    private static byte[] sample(BlockCodec codec) throws IOException {
        var table = codec == BlockCodec.LZ4 ? TestRows.wide() : TestRows.narrow();
        var random = new SplittableRandom(codec.code());
        var rows = TestRows.rows(random, table, 60);
        rows.entrySet().removeIf(row -> row.getValue().length > 300);
        int level = codec == BlockCodec.ZSTD ? 3 : 0;
        var options = new SSTableOptions(codec, level, 0, 700, 0.01, 60, 60, 0, 1);
        return write(table, rows, TestRows.deletions(random, rows, 3), options);
    }

    /// Everything that a file says, found in every way.
    private static String contents(SSTable sstable) throws IOException {
        var statistics = sstable.statistics();
        var text = new StringBuilder();
        text.append("id ").append(sstable.id()).append('\n');
        text.append("table ").append(statistics.table()).append('\n');
        for (var column : statistics.table().columns()) {
            text.append("column ").append(column.id()).append(' ').append(column.name());
            text.append(' ').append(column.type().cqlName()).append(' ').append(column.kind());
            text.append(column.descending() ? " descending\n" : "\n");
        }
        text.append("blocks ").append(sstable.blockCount()).append('\n');
        text.append("rows ").append(sstable.verify()).append('\n');
        text.append("timestamps ")
                .append(statistics.minTimestamp())
                .append(' ')
                .append(statistics.maxTimestamp())
                .append('\n');
        text.append("deletions ").append(sstable.deletions()).append('\n');
        var hex = HexFormat.of();
        try (var cursor = sstable.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                var value = cursor.valueSegment().asSlice(cursor.valueOffset(), cursor.valueLength());
                text.append(hex.formatHex(cursor.key(), 0, cursor.keyLength())).append(" = ");
                text.append(hex.formatHex(value.toArray(ValueLayout.JAVA_BYTE))).append('\n');
                assertThat(sstable.get(
                                cursor.key(),
                                cursor.keyLength(),
                                ReadMode.MAY_BLOCK,
                                (segment, offset, length) -> assertThat(
                                                segment.asSlice(offset, length).mismatch(value))
                                        .isEqualTo(-1)))
                        .isTrue();
            }
        }
        return text.toString();
    }

    /// Writes a file of one uncompressed block as `offset: hex  # meaning`.
    private static final class Annotation {
        private final ByteBuffer file;
        private final StringBuilder text = new StringBuilder();

        Annotation(byte[] file) {
            this.file = ByteBuffer.wrap(file);
        }

        String text() {
            int end = file.capacity() - SSTableFormat.FOOTER_BYTES;
            line(8, "magic");
            line(2, "format version");
            line(2, "zero");
            line(16, "file id");
            line(4, "header crc");
            block();
            int indexEnd = (int) file.getLong(end + 8);
            index(indexEnd);
            line(4, "filter: lines");
            line(1, "probes");
            line(1, "holds full row keys");
            line(2, "zero");
            line(8, "keys");
            line(48, "zero");
            line(64, "line 0");
            line(4, "filter crc");
            line((int) file.getLong(end + 24) - 4 - file.position(), "deletions");
            line(4, "deletions crc");
            statistics();
            return text.toString();
        }

        private void block() {
            line(1, "block: codec");
            int content = file.getInt(file.position());
            line(4, "content bytes");
            int block = file.position();
            line(1, "block format");
            int common = file.getInt(block) & 0xFFFFFF;
            line(3, "bytes that all keys begin with");
            int entries = file.getInt(file.position());
            line(4, "entries");
            line(8, "the last head");
            line(common, "what all keys begin with");
            for (int i = 0; i < entries; i++) {
                line(8, "head " + i);
            }
            int slots = file.position();
            for (int i = 0; i < entries; i++) {
                line(4, "place of entry " + i);
                line(4, "bytes of its key behind the common ones");
            }
            line(4, "bytes of the block");
            for (int i = 0; i < entries; i++) {
                int rest = Math.max(0, file.getInt(slots + 8 * i + 4) - 8);
                line(rest, "rest of key " + i);
                line(block + file.getInt(slots + 8 * i + 8) - file.position(), "row " + i);
            }
            assertThat(file.position()).isEqualTo(block + content);
            line(4, "block crc");
        }

        private void index(int end) {
            int blocks = file.getInt(file.position());
            line(4, "index: blocks");
            line(4, "tail bytes");
            for (int i = 0; i <= blocks; i++) {
                line(8, i < blocks ? "offset of block " + i : "end of blocks");
            }
            for (int i = 0; i < blocks; i++) {
                line(8, "head of separator " + i);
            }
            for (int i = 0; i <= blocks; i++) {
                line(4, "start of tail " + i);
            }
            line(end - 4 - file.position(), "tails");
            line(4, "index crc");
        }

        private void statistics() {
            String[] names = {
                "counts",
                "first key",
                "last key",
                "range start",
                "range end",
                "timestamps",
                "deletion times",
                "TTLs",
                "least clustering",
                "greatest clustering",
                "droppable",
                "level",
                "sizes",
                "created"
            };
            for (String name : names) {
                int length = file.getInt(file.position() + 1);
                line(5, "statistics: " + name);
                line(length, name);
            }
            text.append("the table, as the schema writes it, the checksum, and the footer follow\n");
        }

        private void line(int length, String meaning) {
            if (length == 0) {
                return;
            }
            var bytes = new byte[length];
            int at = file.position();
            file.get(bytes);
            for (int i = 0; i < length; i += 24) {
                text.append("%04x: %s%s\n"
                        .formatted(
                                at + i,
                                HexFormat.ofDelimiter(" ").formatHex(bytes, i, Math.min(length, i + 24)),
                                i == 0 ? "  # " + meaning : ""));
            }
        }
    }
}
