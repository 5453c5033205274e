package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.U;
import static org.helenus.storage.TestEngine.deletePartition;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.rows;
import static org.helenus.storage.TestEngine.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.snapshot.CorruptSnapshotException;
import org.helenus.storage.snapshot.Snapshot;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.junit.jupiter.api.Test;

final class ImportsTest {
    private final MemoryDisk disk = new MemoryDisk(1);

    @Test
    void aTruncatedTableComesBackFromItsSnapshotByLink() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        put(engine, T, 1, "one", 100);
        engine.flush(T);
        put(engine, T, 2, "two", 100);
        engine.truncate(T);
        assertThat(rows(engine, T)).isEqualTo("{}");
        var tag = engine.snapshots().list().getFirst().tag();
        var report = engine.imports().snapshot(T, tag);
        assertThat(report.linked()).isEqualTo(2);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(rows(engine, T)).isEqualTo("{1=one, 2=two}");
        assertThat(rows(TestEngine.open(disk.crash(1)), T)).isEqualTo("{1=one, 2=two}");
        // Once more: the names are taken, so they are written anew, and nothing changes.
        assertThat(engine.imports().snapshot(T, tag).linked()).isZero();
        assertThat(rows(engine, T)).isEqualTo("{1=one, 2=two}");
        // What the snapshot holds outlives what was linked out of it.
        engine.truncate(T);
        assertThat(engine.imports().snapshot(T, tag).rows()).isEqualTo(2);
        assertThat(rows(engine, T)).isEqualTo("{1=one, 2=two}");
    }

    @Test
    void timestampsDecideAgainstWhatLivesAndDeletionsComeAlong() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        put(engine, T, 1, "old", 100);
        put(engine, T, 2, "new", 300);
        deletePartition(engine, T, 3, 200);
        deletePartition(engine, T, 4, 200);
        engine.snapshots().take("s", List.of(T));
        engine.truncate(T);
        put(engine, T, 1, "newer", 200);
        put(engine, T, 2, "older", 200);
        put(engine, T, 3, "deleted in the snapshot", 100);
        put(engine, T, 4, "written after the deletion", 300);
        engine.flush(T);
        engine.imports().snapshot(T, "s");
        String expected = "{1=newer, 2=new, 4=written after the deletion}";
        assertThat(rows(engine, T)).isEqualTo(expected);
        engine.close();
        assertThat(rows(TestEngine.open(disk), T)).isEqualTo(expected);
    }

    /// Another node may have numbered its columns in another way, and may have dropped some.
    @Test
    void columnsAreKnownByTheirNames() throws IOException {
        var other = new MemoryDisk(2);
        var there = TestEngine.created(
                other,
                TableMetadata.builder(T, "ks", "t")
                        .partitionKey("k", NativeType.INT)
                        .regular("a", NativeType.TEXT)
                        .regular("b", NativeType.TEXT)
                        .regular("v", NativeType.TEXT)
                        .build());
        write(there, 1, List.of("a", "b", "v"));
        there.alterSchema(List.of(new SchemaChange.PutTable(
                there.table(T).metadata().toBuilder().drop("b", 1_000).build())));
        write(there, 2, List.of("a", "v"));
        there.flush(T);
        there.close();

        var engine = TestEngine.created(
                disk,
                TableMetadata.builder(T, "ks", "t")
                        .partitionKey("k", NativeType.INT)
                        .regular("v", NativeType.TEXT)
                        .regular("b", NativeType.INT)
                        .regular("a", NativeType.TEXT)
                        .build());
        var report = engine.imports().directory(T, other, directory(T, other));
        assertThat(report.linked()).isZero();
        assertThat(columns(engine, 1)).isEqualTo("a=a1 v=v1 ");
        assertThat(columns(engine, 2)).isEqualTo("a=a2 v=v2 ");
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
        var engine = TestEngine.created(
                disk,
                table(T, "t"),
                TableMetadata.builder(U, "ks", "u")
                        .partitionKey("k", NativeType.INT)
                        .regular("v", NativeType.INT)
                        .build());
        put(engine, T, 1, "one", 100);
        engine.flush(T);
        var before = disk.files();
        assertThatThrownBy(() -> engine.imports().directory(U, disk, directory(T, disk)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("The file does not fit ks.u: column v is text there and int here");
        alter(engine, TableMetadata.builder(U, "ks", "u").partitionKey("k", NativeType.INT));
        assertThatThrownBy(() -> engine.imports().directory(U, disk, directory(T, disk)))
                .hasMessage("The file does not fit ks.u: it has a column v that the table does not have");
        alter(engine, TableMetadata.builder(U, "ks", "u").partitionKey("k", NativeType.BIGINT));
        assertThatThrownBy(() -> engine.imports().directory(U, disk, directory(T, disk)))
                .hasMessage("The file does not fit ks.u: the partition key is (k int) there and (k bigint) here");
        assertThatThrownBy(() -> engine.imports().directory(T, disk, "commitlog"))
                .hasMessage("There is no SSTable in commitlog");
        assertThatThrownBy(() -> engine.imports().snapshot(T, "none")).hasMessage("There is no snapshot named 'none'");
        assertThat(disk.files()).isEqualTo(before);
    }

    private static void alter(StorageEngine engine, TableMetadata.Builder table) throws IOException {
        engine.alterSchema(List.of(new SchemaChange.PutTable(table.build())));
    }

    /// One bit of any file of a snapshot: nothing comes in, or all of it as it was.
    @Test
    void aDamagedFileIsRefusedAndNothingOfItsNeighboursComesIn() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        put(engine, T, 1, "one", 100);
        engine.flush(T);
        put(engine, T, 2, "two", 100);
        var taken = engine.snapshots().take("s", List.of(T)).tables().getFirst();
        engine.truncate(T);
        var file = taken.files().get(1);
        String path = "snapshots/s/" + taken.directory() + "/" + file.id().fileName();
        for (long bit = 0; bit < file.sizeBytes() * 8; bit += 11) {
            disk.flipBit(path, bit);
            assertThatThrownBy(() -> engine.imports().snapshot(T, "s"))
                    .isInstanceOfAny(CorruptSSTableException.class, CorruptSnapshotException.class)
                    .hasMessageContaining(path);
            disk.flipBit(path, bit);
        }
        assertThat(rows(engine, T)).isEqualTo("{}");
        assertThat(disk.files()).noneMatch(name -> name.startsWith("data/"));
        disk.delete(path);
        assertThatThrownBy(() -> engine.imports().snapshot(T, "s"))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("missing");
    }

    /// Power is lost at every operation of the disk: then everything is in, or nothing, and no start fails.
    @Test
    void aCrashLeavesAllOfItOrNothing() throws IOException {
        for (boolean byLink : new boolean[] {true, false}) {
            var disk = new MemoryDisk(3);
            var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
            put(engine, T, 1, "one", 100);
            engine.flush(T);
            put(engine, T, 2, "two", 100);
            var tag = engine.snapshots().take("s", List.of(T)).tag();
            engine.truncate(T);
            put(engine, T, 2, "live", 50);
            put(engine, T, 3, "three", 50);
            var source = new MemoryDisk(4);
            var seen = new ArrayList<String>();
            if (!byLink) {
                var other = TestEngine.created(source, table(T, "t"));
                put(other, T, 1, "one", 100);
                put(other, T, 2, "two", 100);
                other.flush(T);
                other.close();
            }
            disk.observe(operation -> {
                for (int seed = 0; operation.kind().changesDisk() && seed < 4; seed++) {
                    try {
                        var again = TestEngine.open(disk.crash(operation.index() * 4 + seed));
                        seen.add(rows(again, T));
                        again.close();
                    } catch (IOException e) {
                        throw new AssertionError("after " + operation + ", seed " + seed, e);
                    }
                }
            });
            if (byLink) {
                engine.imports().snapshot(T, tag);
            } else {
                engine.imports().directory(T, source, directory(T, source));
            }
            disk.observe(operation -> {});
            assertThat(seen).contains("{2=live, 3=three}").contains("{1=one, 2=two, 3=three}");
            assertThat(seen)
                    .allMatch(rows -> rows.equals("{2=live, 3=three}") || rows.equals("{1=one, 2=two, 3=three}"));
            assertThat(rows(TestEngine.open(disk.crash(9)), T)).isEqualTo("{1=one, 2=two, 3=three}");
        }
    }

    /// A file may live in a range of tokens only; its snapshot brings no more back.
    @Test
    void onlyWhatLivedComesIn() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        for (int key = 1; key <= 20; key++) {
            put(engine, T, key, "x", 100);
        }
        engine.flush(T);
        var store = engine.table(T);
        try (var live = store.sstables()) {
            var file = live.all().getFirst().sstable();
            file.retain();
            store.replace(List.of(file), List.of(new LiveSSTable(file, 0, Long.MAX_VALUE, 0)));
        }
        String half = rows(engine, T);
        assertThat(half).isNotEqualTo("{}").doesNotContain("1=x, 2=x, 3=x, 4=x, 5=x, 6=x, 7=x, 8=x");
        Snapshot taken = engine.snapshots().take("s", List.of(T));
        assertThat(taken.tables().getFirst().files().getFirst().firstToken()).isZero();
        engine.truncate(T);
        engine.imports().snapshot(T, "s");
        assertThat(rows(engine, T)).isEqualTo(half);
        engine.imports().snapshot(T, "s"); // written anew this time
        assertThat(rows(engine, T)).isEqualTo(half);
    }

    private static String directory(TableId id, MemoryDisk disk) {
        return disk.files().stream()
                .filter(path -> path.startsWith("data/")
                        && path.contains(id.uuid().toString().replace("-", "")))
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .findFirst()
                .orElseThrow();
    }

    private static void write(StorageEngine engine, int key, List<String> columns) throws IOException {
        var table = engine.table(T).metadata();
        var writer = new MutationWriter();
        writer.partition(table, TestEngine.wire(key), 0, 4);
        writer.row(List.of());
        for (String column : columns) {
            byte[] value = (column + key).getBytes(StandardCharsets.UTF_8);
            writer.cell(table.column(column).orElseThrow().id(), 100, 0, 0, value, 0, value.length);
        }
        engine.apply(writer.finish());
        engine.syncLog();
    }

    private static String columns(StorageEngine engine, int key) throws IOException {
        var table = engine.table(T).metadata();
        var keys = KeyCodec.of(table);
        byte[] row = keys.rowKey(keys.partitionPrefix(TestEngine.wire(key)), List.of());
        var view = new RowView();
        var shown = new TreeSet<String>();
        try (var snapshot = engine.table(T).snapshot(ReadMode.MAY_BLOCK)) {
            if (snapshot.get(row, row.length, ColumnSet.all(table), TestEngine.NOW_SECONDS, view)) {
                var cells = view.cells();
                while (cells.next()) {
                    shown.add(table.column(cells.columnId()).orElseThrow().name() + "="
                            + new String(
                                    cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8));
                }
            }
        }
        return String.join(" ", shown) + " ";
    }
}
