package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.NOW_SECONDS;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.encoding.CellPath;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// A row that lies in many entries: what it looks like in a file, what is read for one element, what becomes of it in
/// imports and after damage.
final class LargeRowsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/org/helenus/storage");
    private static final CqlType MAP = new MapType(NativeType.TEXT, NativeType.TEXT, true);
    private static final int ELEMENTS = 2_000;

    private final MemoryDisk disk = new MemoryDisk(1);

    private static TableMetadata table(String... columns) {
        var builder = TableMetadata.builder(T, "ks", "t").partitionKey("k", NativeType.INT);
        for (String column : columns) {
            builder.regular(column, column.startsWith("m") ? MAP : NativeType.TEXT);
        }
        return builder.build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// `m001` and so on, so that their order is that of the numbers.
    private static String name(int element) {
        return String.format("%04d", element);
    }

    private static void put(StorageEngine engine, int key, String column, int from, int to, String value)
            throws IOException {
        var table = engine.table(T).metadata();
        int id = table.column(column).orElseThrow().id();
        var writer = new MutationWriter();
        writer.partition(table, wire(key), 0, 4);
        writer.row(List.of());
        if (!column.startsWith("m")) {
            writer.marker(99, 0, 0);
            writer.cell(id, 100, 0, 0, bytes(value), 0, value.length());
        }
        for (int i = from; i < to; i++) {
            byte[] path = CellPath.of(NativeType.TEXT, bytes(name(i)));
            writer.pathCell(id, path, 100, 0, 0, bytes(value + i));
        }
        engine.apply(writer.finish());
        engine.syncLog();
    }

    private static byte[] key(StorageEngine engine, int key) {
        var keys = KeyCodec.of(engine.table(T).metadata());
        return keys.rowKey(keys.partitionPrefix(wire(key)), List.of());
    }

    /// `column[name]` with its value, or `column`.
    private static TreeMap<String, String> read(StorageEngine engine, int key, ColumnSet wanted, ReadMode mode)
            throws IOException {
        var table = engine.table(T).metadata();
        var found = new TreeMap<String, String>();
        var view = new RowView();
        byte[] row = key(engine, key);
        try (var snapshot = engine.table(T).snapshot(mode)) {
            if (snapshot.get(row, row.length, wanted, NOW_SECONDS, view)) {
                var cells = view.cells();
                while (cells.next()) {
                    String column = table.column(cells.columnId()).orElseThrow().name();
                    if (cells.hasPath()) {
                        byte[] path =
                                CellPath.decode(NativeType.TEXT, cells.array(), cells.pathOffset(), cells.pathLength());
                        column += "[" + new String(path, StandardCharsets.UTF_8) + "]";
                    }
                    found.put(
                            column,
                            new String(
                                    cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }

    private static TreeMap<String, String> read(StorageEngine engine, int key) throws IOException {
        return read(engine, key, ColumnSet.all(engine.table(T).metadata()), ReadMode.MAY_BLOCK);
    }

    private static ColumnSet element(StorageEngine engine, String column, int element) {
        var found = engine.table(T).metadata().column(column).orElseThrow();
        byte[] path = CellPath.of(NativeType.TEXT, bytes(name(element)));
        return ColumnSet.of(List.of(found)).withElements(found.id(), List.of(ElementSpan.one(found.id(), path)));
    }

    private static TreeMap<String, String> elements(String column, int from, int to, String value) {
        var expected = new TreeMap<String, String>();
        for (int i = from; i < to; i++) {
            expected.put(column + "[" + name(i) + "]", value + i);
        }
        return expected;
    }

    @Test
    void anElementIsReadWithoutTheOthers() throws IOException {
        var engine = TestEngine.created(disk, table("v", "m"));
        put(engine, 1, "v", 0, 0, "plain");
        for (int i = 0; i < ELEMENTS; i += 100) {
            put(engine, 1, "m", i, i + 100, "a value of some length ");
        }
        engine.flush(T);
        engine.close();
        engine = TestEngine.open(disk, TestEngine.OPTIONS);
        var file = file(engine);
        assertThat(file.statistics().rows()).isEqualTo(1);
        assertThat(file.verify()).isEqualTo(1);
        assertThat(file.blockCount()).isGreaterThan(5);
        var wanted = element(engine, "m", 1234);
        var reopened = engine;
        assertThatThrownBy(() -> read(reopened, 1, wanted, ReadMode.MEMORY_ONLY))
                .isInstanceOf(NotInMemoryException.class);
        var expected = elements("m", 1234, 1235, "a value of some length ");
        long before = disk.operations();
        // what is read beside the element comes with its run
        assertThat(read(engine, 1, wanted, ReadMode.MAY_BLOCK))
                .containsAllEntriesOf(expected)
                .hasSize(1);
        assertThat(disk.operations() - before)
                .as("the row's block and the element's")
                .isLessThanOrEqualTo(2);
        assertThat(read(engine, 1, wanted, ReadMode.MEMORY_ONLY)).isEqualTo(expected);
        assertThat(read(engine, 1, element(engine, "m", ELEMENTS), ReadMode.MAY_BLOCK))
                .isEmpty();
        var all = elements("m", 0, ELEMENTS, "a value of some length ");
        all.put("v", "plain");
        assertThat(read(engine, 1)).isEqualTo(all);
        engine.close();
    }

    @Test
    void aLargeRowIsNotReadWhereNothingMayTakeLong() throws IOException {
        var engine = TestEngine.created(disk, table("v", "m"));
        var columns = ColumnSet.all(engine.table(T).metadata());
        for (int i = 0; i < 4_000; i += 100) {
            put(engine, 1, "m", i, i + 100, "v");
        }
        assertThat(read(engine, 1, columns, ReadMode.MEMORY_ONLY)).hasSize(4_000);
        put(engine, 1, "m", 4_000, 4_001, "v");
        assertThatThrownBy(() -> read(engine, 1, columns, ReadMode.MEMORY_ONLY))
                .isInstanceOf(NotInMemoryException.class);
        assertThat(read(engine, 1, columns, ReadMode.MAY_BLOCK)).hasSize(4_001);
        assertThat(read(engine, 1, element(engine, "m", 77), ReadMode.MEMORY_ONLY))
                .hasSize(1);
        engine.close();
    }

    private static SSTable file(StorageEngine engine) {
        try (var live = engine.table(T).sstables()) {
            return live.all().getFirst().sstable();
        }
    }

    @Test
    void aRowBecomesSmallAgain() throws IOException {
        var engine = TestEngine.created(disk, table("v", "m"));
        for (int i = 0; i < ELEMENTS; i += 100) {
            put(engine, 1, "m", i, i + 100, "a value of some length ");
        }
        engine.flush(T);
        assertThat(entries(file(engine))).hasSizeGreaterThan(10);
        var table = engine.table(T).metadata();
        var writer = new MutationWriter();
        writer.partition(table, wire(1), 0, 4);
        writer.row(List.of());
        writer.complexDeletion(table.column("m").orElseThrow().id(), 100, NOW_SECONDS);
        writer.pathCell(
                table.column("m").orElseThrow().id(), CellPath.of(NativeType.TEXT, bytes("x")), 101, 0, 0, bytes("y"));
        engine.apply(writer.finish());
        assertThat(read(engine, 1)).isEqualTo(new TreeMap<>(java.util.Map.of("m[x]", "y")));
        engine.flush(T);
        merge(engine);
        assertThat(entries(file(engine))).hasSize(1);
        assertThat(read(engine, 1)).isEqualTo(new TreeMap<>(java.util.Map.of("m[x]", "y")));
        engine.close();
    }

    private static void merge(StorageEngine engine) throws IOException {
        var store = engine.table(T);
        var inputs = new ArrayList<SSTable>();
        try (var live = store.sstables()) {
            live.all().forEach(each -> inputs.add(each.sstable()));
            var options = org.helenus.storage.sstable.SSTableOptions.of(store.metadata(), 10, 10, 1, 0);
            try (var cursor = org.helenus.storage.merge.MergingCursor.rewriting(
                            inputs,
                            KeyRange.ALL,
                            org.helenus.storage.merge.DropTimes.forMerges(store.metadata()),
                            store.rowSplit());
                    var writer = store.newSSTable(options)) {
                while (cursor.next()) {
                    writer.append(cursor);
                }
                assertThat(store.replace(inputs, List.of(LiveSSTable.whole(store.finish(writer), 1))))
                        .isTrue();
            }
        }
    }

    /// Key and value of each.
    private static List<String> entries(SSTable file) throws IOException {
        var lines = new ArrayList<String>();
        var hex = HexFormat.of();
        try (var cursor = file.sequential().scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                byte[] value = cursor.valueSegment()
                        .asSlice(cursor.valueOffset(), cursor.valueLength())
                        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                RowReader.check(value, 0, value.length);
                lines.add(hex.formatHex(cursor.key(), 0, cursor.keyLength()) + " = " + hex.formatHex(value));
            }
        }
        return lines;
    }

    /// The entries of a large row in a file, as this version writes them and as every later one must read them.
    @Test
    void theFormIsThis() throws IOException {
        var options = TestEngine.OPTIONS.withRowSplit(new RowSplit(20, 24));
        var engine = TestEngine.created(disk, options, table("v", "m", "n", "ma"));
        put(engine, 1, "v", 0, 0, "plain");
        put(engine, 1, "m", 1, 6, "v");
        put(engine, 1, "n", 0, 0, "more");
        put(engine, 1, "ma", 3, 4, "w");
        put(engine, 2, "m", 1, 2, "small");
        engine.flush(T);
        var written = file(engine);
        var golden = RESOURCES.resolve("large-row-v1.txt");
        var goldenFile = RESOURCES.resolve("large-row-v1.sst");
        if (Boolean.getBoolean("rewrite")) {
            Files.write(golden, entries(written));
            if (!Files.exists(goldenFile)) {
                try (var file = disk.open(written.path(), OpenMode.READ)) {
                    var content = ByteBuffer.allocate((int) file.size());
                    file.readFully(0, content);
                    Files.write(goldenFile, content.array());
                }
            }
        }
        assertThat(entries(written)).isEqualTo(Files.readAllLines(golden));
        var old = new MemoryDisk(2);
        try (var file = old.open("old.sst", OpenMode.CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(Files.readAllBytes(goldenFile)));
        }
        try (var cache = new BlockCache(1 << 20, Runnable::run)) {
            var opened = SSTable.open(old, "old.sst", cache);
            assertThat(entries(opened)).isEqualTo(Files.readAllLines(golden));
            assertThat(opened.verify()).isEqualTo(2);
            opened.release();
        }
        engine.close();
    }

    @Test
    void columnsOfAnImportMayLieInAnotherOrder() throws IOException {
        var other = new MemoryDisk(2);
        var there = TestEngine.created(other, table("ma", "mb", "v", "mc"));
        for (int i = 0; i < ELEMENTS; i += 100) {
            put(there, 1, "ma", i, i + 100, "of a ");
            put(there, 1, "mb", i, i + 100, "of b ");
            put(there, 1, "mc", i, i + 100, "of c ");
        }
        put(there, 1, "v", 0, 0, "plain");
        put(there, 2, "mb", 0, 3, "small ");
        there.flush(T);
        var expected = read(there, 1);
        assertThat(expected).hasSize(3 * ELEMENTS + 1);
        String directory = file(there).path();
        there.close();
        var engine = TestEngine.created(disk, table("mc", "v", "mb", "w", "ma"));
        var report = engine.imports().directory(T, other, directory.substring(0, directory.lastIndexOf('/')));
        assertThat(report.linked()).isZero();
        assertThat(report.rows()).isEqualTo(2);
        assertThat(read(engine, 1)).isEqualTo(expected);
        assertThat(read(engine, 2)).isEqualTo(elements("mb", 0, 3, "small "));
        assertThat(file(engine).verify()).isEqualTo(2);
        engine.close();
    }

    /// Whichever block is damaged, the others' elements are kept, also when the row's own entry is lost.
    @Test
    void damageTakesTheElementsOfItsBlockOnly() throws IOException {
        var engine = TestEngine.created(disk, table("v", "m"));
        put(engine, 1, "v", 0, 0, "plain");
        for (int i = 0; i < ELEMENTS; i += 100) {
            put(engine, 1, "m", i, i + 100, "a value of some length ");
        }
        engine.flush(T);
        engine.syncLog();
        long size = file(engine).sizeBytes();
        String path = file(engine).path();
        engine.close();
        for (long at : new long[] {100, size / 2}) {
            var damaged = disk.crash(5);
            damaged.flipBit(path, 8 * at);
            var opened = TestEngine.open(damaged, TestEngine.OPTIONS);
            var report = opened.scrub(T).getFirst();
            assertThat(report.damages()).hasSize(1);
            assertThat(file(opened).verify()).isEqualTo(1);
            var left = read(opened, 1);
            assertThat(left.containsKey("v")).isEqualTo(at > 1000);
            assertThat(left.size()).isBetween(ELEMENTS / 2, ELEMENTS);
            left.remove("v");
            assertThat(elements("m", 0, ELEMENTS, "a value of some length ")).containsAllEntriesOf(left);
            opened.close();
        }
    }
}
