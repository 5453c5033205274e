package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.helenus.storage.TestEngine.NOW_SECONDS;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.U;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.table;
import static org.helenus.storage.TestEngine.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.encoding.CellPath;
import org.junit.jupiter.api.Test;

/// A data directory as somebody may have it: manifest, files, a log that was not flushed, a snapshot. It was written
/// once and every later version opens it and finds the same. `-Drewrite=true` writes it anew.
final class GoldenDirectoryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/helenus/storage/directory-v1");
    private static final TableId W = new TableId(new UUID(0, 3));

    @Test
    void aDirectoryOfVersionOneOpensAndHoldsTheSame() throws IOException {
        if (Boolean.getBoolean("rewrite")) {
            rewrite();
        }
        var disk = load();
        var notices = new ArrayList<String>();
        var engine = TestEngine.open(disk, notices, 77);
        assertThat(notices).isEmpty();
        assertThat(contents(engine)).isEqualTo(Files.readString(GOLDEN.resolve("contents.txt")));
        // The same after everything was rewritten by this version.
        for (var id : List.of(T, W)) {
            engine.flush(id);
        }
        engine.close();
        assertThat(contents(TestEngine.open(disk))).isEqualTo(Files.readString(GOLDEN.resolve("contents.txt")));
    }

    private static void rewrite() throws IOException {
        try (var old = Files.walk(GOLDEN)) {
            for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // The first time.
        }
        var written = written();
        for (String name : written.files()) {
            var target = GOLDEN.resolve("disk").resolve(name);
            Files.createDirectories(target.getParent());
            try (var file = written.open(name, OpenMode.READ)) {
                var bytes = ByteBuffer.allocate((int) file.size());
                file.readFully(0, bytes);
                Files.write(target, bytes.array());
            }
        }
        Files.writeString(GOLDEN.resolve("contents.txt"), contents(TestEngine.open(written)));
    }

    private static MemoryDisk load() throws IOException {
        var disk = new MemoryDisk(1);
        var root = GOLDEN.resolve("disk");
        try (var paths = Files.walk(root)) {
            for (var path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(path).toString().replace('\\', '/');
                disk.createDirectories(name.substring(0, name.lastIndexOf('/')));
                try (var file = disk.open(name, OpenMode.CREATE_NEW)) {
                    file.write(0, ByteBuffer.wrap(Files.readAllBytes(path)));
                }
            }
        }
        return disk;
    }

    /// What a process leaves that dies in the middle of its work.
    private static MemoryDisk written() throws IOException {
        var disk = new MemoryDisk(1);
        var place = new UserType("ks", "place", List.of("x", "y"), List.of(NativeType.INT, NativeType.INT), false);
        var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
        engine.alterSchema(List.of(
                new SchemaChange.PutType(place),
                new SchemaChange.PutTable(TableMetadata.builder(W, "ks", "w")
                        .partitionKey("a", NativeType.INT)
                        .partitionKey("b", NativeType.TEXT)
                        .clustering("c", NativeType.INT)
                        .clustering("d", NativeType.DECIMAL, true)
                        .staticColumn("s", NativeType.TEXT)
                        .regular("v", NativeType.TEXT)
                        .regular("gone", NativeType.INT)
                        .regular("m", new MapType(NativeType.TEXT, NativeType.INT, true))
                        .regular("p", place)
                        .build())));
        engine.putProperty("host_id", new byte[] {1, 2, 3});
        for (int key = 0; key < 40; key++) {
            put(engine, T, key, "value " + key, 100 + key);
        }
        wide(engine, 1, 100);
        engine.flush(T);
        engine.flush(W);
        engine.snapshots().take("golden", List.of(T, W));
        engine.alterSchema(List.of(
                new SchemaChange.PutTable(engine.table(W).metadata().toBuilder()
                        .drop("gone", 10_000)
                        .build()),
                new SchemaChange.DropTable(U)));
        put(engine, T, 3, "written again", 500);
        TestEngine.deletePartition(engine, T, 4, 500);
        wide(engine, 2, 200);
        return disk.processDeath();
    }

    private static void wide(StorageEngine engine, int a, long at) throws IOException {
        var table = engine.table(W).metadata();
        var writer = new MutationWriter();
        byte[] key = {0, 4, 0, 0, 0, (byte) a, 0, 0, 1, 'b', 0};
        writer.partition(table, key, 0, key.length);
        writer.staticRow();
        writer.cell(id(table, "s"), at, 0, 0, new byte[] {'s', 't'}, 0, 2);
        for (int c = 0; c < 30; c++) {
            // 1.0 and 1.00 are one clustering; the bytes as written stay.
            byte[] decimal = c % 2 == 0 ? new byte[] {0, 0, 0, 1, 10} : new byte[] {0, 0, 0, 2, 100};
            writer.row(List.of(wire(c), decimal));
            writer.marker(at, c % 5 == 0 ? 1_000 : 0, NOW_SECONDS + 900);
            writer.cell(id(table, "v"), at, c % 5 == 0 ? 1_000 : 0, NOW_SECONDS + 900, new byte[] {'v'}, 0, 1);
            if (table.column("gone").isPresent()) {
                writer.cell(id(table, "gone"), at, 0, 0, wire(c), 0, 4);
            }
            writer.complexDeletion(id(table, "m"), at - 1, NOW_SECONDS);
            writer.pathCell(id(table, "m"), CellPath.of(NativeType.TEXT, new byte[] {'x'}), at, 0, 0, wire(c));
            writer.cell(id(table, "p"), at, 0, 0, new byte[] {0, 0, 0, 4, 0, 0, 0, 9, -1, -1, -1, -1}, 0, 12);
        }
        writer.row(List.of(wire(7), new byte[] {0, 0, 0, 1, 10}));
        writer.tombstone(id(table, "v"), at + 1, NOW_SECONDS);
        writer.row(List.of(wire(8), new byte[] {0, 0, 0, 1, 10}));
        writer.deleteRow(at + 1, NOW_SECONDS);
        var keys = KeyCodec.of(table);
        byte[] prefix = keys.partitionPrefix(key);
        writer.deleteRange(
                keys.before(prefix, List.of(wire(20))), keys.after(prefix, List.of(wire(25))), at + 1, NOW_SECONDS);
        engine.apply(writer.finish());
        engine.syncLog();
    }

    private static int id(TableMetadata table, String column) {
        return table.column(column).orElseThrow().id();
    }

    /// Everything that a reader sees.
    private static String contents(StorageEngine engine) throws IOException {
        var text = new StringBuilder();
        engine.schema()
                .keyspace("ks")
                .orElseThrow()
                .tables()
                .values()
                .forEach(table -> text.append("has ")
                        .append(table.name())
                        .append(' ')
                        .append(table.columns().stream()
                                .map(column -> column.name() + ":" + column.id() + ":"
                                        + column.type().cqlName())
                                .toList())
                        .append('\n'));
        text.append("host_id ")
                .append(HexFormat.of().formatHex(engine.property("host_id").orElseThrow()))
                .append('\n');
        for (var snapshot : engine.snapshots().list()) {
            text.append("snapshot ").append(snapshot.tag()).append(' ').append(snapshot.created());
            snapshot.tables().forEach(table -> text.append(' ').append(table.directory()));
            text.append('\n');
        }
        for (var id : List.of(T, W)) {
            var table = engine.table(id).metadata();
            text.append("table ").append(table.name()).append('\n');
            try (var snapshot = engine.table(id).snapshot(ReadMode.MAY_BLOCK);
                    var rows = snapshot.scan(KeyRange.ALL, false, ColumnSet.all(table), NOW_SECONDS)) {
                while (rows.next()) {
                    text.append(row(table, rows.row())).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String row(TableMetadata table, RowView row) {
        var hex = HexFormat.of();
        var text = new StringBuilder(hex.formatHex(row.partitionKey()));
        var clustering = new byte[row.isStatic() ? 0 : table.clustering().size()][];
        KeyCodec.of(table).clustering(row, clustering);
        for (byte[] component : clustering) {
            text.append('/').append(hex.formatHex(component));
        }
        if (row.hasMarker()) {
            text.append(" @").append(row.markerTimestamp()).append('+').append(row.markerTtl());
        }
        var shown = new TreeSet<String>();
        var cells = row.cells();
        while (cells.next()) {
            byte[] array = cells.array();
            shown.add(table.column(cells.columnId()).orElseThrow().name() + "["
                    + hex.formatHex(array, cells.pathOffset(), cells.pathOffset() + cells.pathLength()) + "]="
                    + hex.formatHex(array, cells.valueOffset(), cells.valueOffset() + cells.valueLength()) + "@"
                    + cells.timestamp() + "+" + cells.ttl());
        }
        shown.forEach(cell -> text.append(' ').append(cell));
        return text.toString();
    }
}
