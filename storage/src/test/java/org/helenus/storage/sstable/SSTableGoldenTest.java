package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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

/// Files that are on somebody's disk. The annotated one shows each byte of a tiny file; the binary ones were written by
/// this format version once and must open for ever. `-Drewrite=true` writes the annotated one anew, and a binary one that
/// is not there.
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
        byte[] file =
                write(table, rows, deletions, new SSTableOptions(BlockCodec.NONE, 0, 0, 4096, 0.5, 2, 2, 0, 99));
        String text = new Annotation(file).text();
        var golden = RESOURCES.resolve("tiny-v1.txt");
        if (isRewriting()) {
            Files.createDirectories(RESOURCES);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void filesOfVersionOneOpenAndAnswer() throws Exception {
        for (BlockCodec codec : BlockCodec.values()) {
            var table = codec == BlockCodec.LZ4 ? TestRows.wide() : TestRows.narrow();
            var random = new java.util.SplittableRandom(codec.code());
            var rows = TestRows.rows(random, table, 60);
            rows.entrySet().removeIf(row -> row.getValue().length > 300);
            var deletions = TestRows.deletions(random, rows, 3);
            var golden = RESOURCES.resolve("v1-" + codec.name().toLowerCase(java.util.Locale.ROOT) + ".sst");
            if (isRewriting() && !Files.exists(golden)) {
                int level = codec == BlockCodec.ZSTD ? 3 : 0;
                Files.write(
                        golden, write(table, rows, deletions, new SSTableOptions(codec, level, 0, 700, 0.01, 60, 60, 0, 1)));
            }
            var disk = new MemoryDisk(1);
            try (var file = disk.open("old.sst", OpenMode.CREATE_NEW)) {
                file.write(0, ByteBuffer.wrap(Files.readAllBytes(golden)));
            }
            try (var cache = new BlockCache(1 << 20, Runnable::run)) {
                var sstable = SSTable.open(disk, "old.sst", cache);
                assertThat(sstable.verify()).isEqualTo(rows.size());
                assertThat(sstable.id()).isEqualTo(ID);
                assertThat(sstable.deletions()).isEqualTo(deletions);
                assertThat(sstable.statistics().table().column("v").orElseThrow().id()).isEqualTo(TestRows.VALUE_COLUMN);
                try (var cursor = sstable.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
                    for (var row : rows.entrySet()) {
                        assertThat(cursor.next()).isTrue();
                        assertThat(Arrays.copyOf(cursor.key(), cursor.keyLength())).isEqualTo(row.getKey());
                        assertThat(cursor.valueSegment().asSlice(cursor.valueOffset(), cursor.valueLength()).mismatch(
                                        java.lang.foreign.MemorySegment.ofArray(row.getValue())))
                                .isEqualTo(-1);
                    }
                    assertThat(cursor.next()).isFalse();
                }
                sstable.release();
            }
        }
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
            int limit = file.position() + content;
            line(1, "block format");
            int restarts = file.getInt(limit - 4);
            while (file.position() < limit - 4 * (restarts + 1)) {
                int suffix = file.get(file.position() + 1);
                int value = file.get(file.position() + 2);
                line(1, "entry: shared");
                line(1, "rest of the key");
                line(1, "value");
                line(suffix, "key");
                line(value, "row");
            }
            for (int i = 0; i < restarts; i++) {
                line(4, "restart");
            }
            line(4, "restarts");
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
                "counts", "first key", "last key", "range start", "range end", "timestamps", "deletion times", "TTLs",
                "least clustering", "greatest clustering", "droppable", "level", "sizes", "created"
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
