package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.U;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.rows;
import static org.helenus.storage.TestEngine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.snapshot.CorruptSnapshotException;
import org.helenus.storage.snapshot.Snapshot;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

final class SnapshotsTest {
    private MemoryDisk disk = new MemoryDisk(1);

    @Test
    void aSnapshotHoldsWhatLayInMemoryAndInFiles() throws IOException {
        var engine = twoTables();
        engine.flush(T);
        put(engine, T, 2, "two", 100);
        var taken = engine.snapshots().take("before", List.of(T, U));
        assertThat(engine.snapshots().list()).containsExactly(taken);
        assertThat(taken.tables()).extracting(Snapshot.Table::name).containsExactly("t", "u");
        assertThat(taken.tables().getFirst().files()).hasSize(2);
        assertThat(taken.tables().getLast().files()).hasSize(1);
        for (var table : taken.tables()) {
            String directory = "snapshots/before/" + table.directory();
            assertThat(text(directory + "/schema.cql"))
                    .startsWith(
                            "CREATE TABLE ks." + table.name() + " (\n    k int PRIMARY KEY,\n    v text\n) WITH ID = ")
                    .endsWith(";\n");
            for (var file : table.files()) {
                assertThat(disk.files()).contains(directory + "/" + file.id().fileName());
                try (var open = disk.open(directory + "/" + file.id().fileName(), OpenMode.READ)) {
                    assertThat(open.size()).isEqualTo(file.sizeBytes());
                }
            }
        }
        assertThat(disk.files()).noneMatch(path -> path.endsWith("unfinished"));
        var again = TestEngine.open(disk.crash(1));
        assertThat(again.snapshots().list()).containsExactly(taken);
    }

    @Test
    void itsFilesOutliveThoseOfTheTableAndAreCountedThen() throws IOException {
        var engine = twoTables();
        var taken = engine.snapshots().take("s", List.of(T)).tables().getFirst();
        assertThat(engine.snapshots().exclusiveBytes(taken)).isZero();
        engine.truncate(T); // takes one by itself, of the same files
        assertThat(engine.snapshots().exclusiveBytes(taken))
                .isEqualTo(taken.sizeBytes())
                .isPositive();
        assertThat(disk.files()).noneMatch(path -> path.startsWith("data/ks/t-"));
        assertThat(disk.files())
                .contains("snapshots/s/" + taken.directory() + "/"
                        + taken.files().getFirst().id().fileName());
    }

    @Test
    void aTagTakesTablesOneAfterAnotherAndNoneTwice() throws IOException {
        var engine = twoTables();
        engine.snapshots().take("s", List.of(T));
        assertThatThrownBy(() -> engine.snapshots().take("s", List.of(U, T)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Snapshot s of ks.t already exists");
        assertThat(engine.snapshots().take("s", List.of(U)).tables()).hasSize(2);
        for (String bad : List.of("", ".", "..", "a/b", "a\\b", "a\nb", "x".repeat(201))) {
            assertThatThrownBy(() -> engine.snapshots().take(bad, List.of(T))).isInstanceOf(InvalidRequest.class);
        }
    }

    @Test
    void oneWithALifeGoesWhenItIsOverAlsoAfterAStart() throws IOException {
        var time = new VirtualTime(TestEngine.NOW_SECONDS * 1_000_000);
        twoTables();
        var engine = open(time, 1);
        engine.snapshots().take("stays", List.of(T));
        var hour = engine.snapshots().take("hour", List.of(T), Optional.of(Duration.ofHours(1)));
        assertThat(hour.expires()).contains(hour.created().plus(Duration.ofHours(1)));
        assertThat(engine.snapshots().take("hour", List.of(U)).expires()).isEqualTo(hour.expires());
        engine.snapshots().take("day", List.of(T), Optional.of(Duration.ofDays(1)));
        time.pass(Duration.ofMinutes(59));
        assertThat(tags(engine)).containsExactly("day", "hour", "stays");
        time.pass(Duration.ofMinutes(1).plusMillis(1));
        assertThat(tags(engine)).containsExactly("day", "stays");

        disk.createDirectories("snapshots/damaged");
        write("snapshots/damaged/manifest.json", "{}");
        var late = new VirtualTime((TestEngine.NOW_SECONDS + 86_399) * 1_000_000);
        var again = open(late, 2);
        late.pass(Duration.ofMillis(999));
        assertThat(again.snapshots().find("day")).isPresent();
        late.pass(Duration.ofMillis(2));
        assertThat(again.snapshots().find("day")).isEmpty();
        assertThat(again.snapshots().find("stays")).isPresent();
        assertThat(disk.files()).noneMatch(path -> path.startsWith("snapshots/day"));
    }

    @Test
    void aLifeIsAMinuteAtLeastAndThatOfANewTag() throws IOException {
        var engine = twoTables();
        assertThatThrownBy(() -> engine.snapshots().take("s", List.of(T), Optional.of(Duration.ofSeconds(59))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("ttl for snapshot must be at least 60 seconds");
        assertThat(engine.snapshots().list()).isEmpty();
        engine.snapshots().take("s", List.of(T));
        assertThatThrownBy(() -> engine.snapshots().take("s", List.of(U), Optional.of(Duration.ofHours(1))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Snapshot s already exists, and expires never");
    }

    /// Another life of the disk, the one before having died.
    private StorageEngine open(VirtualTime time, long seed) throws IOException {
        disk = disk.crash(seed);
        return StorageEngine.open(
                disk,
                TestEngine.OPTIONS,
                time.clock(),
                StorageListener.NONE,
                time.threads(),
                new SplittableRandom(seed));
    }

    private static List<String> tags(StorageEngine engine) throws IOException {
        return engine.snapshots().list().stream().map(Snapshot::tag).toList();
    }

    @Test
    void whatIsClearedIsGoneAndWhatSomebodyPutThereStays() throws IOException {
        var engine = twoTables();
        engine.snapshots().take("one", List.of(T, U));
        engine.snapshots().take("two", List.of(T));
        write("snapshots/two/notes.txt", "mine");
        assertThat(engine.snapshots().clear("one", "other")).isFalse();
        assertThat(engine.snapshots().clear("one", "ks")).isTrue();
        assertThat(engine.snapshots().clear("two")).isTrue();
        assertThat(engine.snapshots().clear("two")).isFalse();
        assertThat(engine.snapshots().list()).isEmpty();
        assertThat(disk.files().stream().filter(path -> path.startsWith("snapshots/")))
                .containsExactly("snapshots/two/notes.txt");
        assertThat(disk.list("snapshots")).containsExactly("two");
        assertThat(rows(engine, T)).isEqualTo("{1=one}");
    }

    @Test
    void whatATableHeldIsKeptWhenItIsTruncatedOrDropped() throws IOException {
        var engine = twoTables();
        engine.truncate(T);
        engine.truncate(T); // holds nothing: nothing to keep
        engine.alterSchema(List.of(new SchemaChange.DropTable(U)));
        assertThat(engine.snapshots().list())
                .extracting(Snapshot::tag)
                .containsExactly("dropped-1000000000-u", "truncated-1000000000-t");
        put(engine, T, 3, "three", 300);
        engine.truncate(T);
        assertThat(engine.snapshots().list()).extracting(Snapshot::tag).contains("truncated-1000000001-t");
    }

    @Test
    void aTableCanSayNo() throws IOException {
        var no = table(T, "t").options().with(Map.of("allow_auto_snapshot", "false"));
        var engine =
                TestEngine.created(disk, table(T, "t").toBuilder().options(no).build());
        put(engine, T, 1, "one", 100);
        engine.truncate(T);
        assertThat(engine.snapshots().list()).isEmpty();
    }

    /// Power is lost at every operation of the disk; then it is there as a whole, or nothing of it is.
    @Test
    void aCrashLeavesItCompleteOrNotAtAll() throws IOException {
        var engine = twoTables();
        engine.snapshots().take("kept", List.of(T));
        var seen = new ArrayList<List<String>>();
        var crashes = new int[1];
        disk.observe(crashing(crashes, seen));
        engine.snapshots().take("taken", List.of(T, U));
        assertThat(seen).contains(List.of("kept"), List.of("kept", "taken"));
        seen.clear();
        engine.snapshots().clear("taken");
        assertThat(seen).contains(List.of("kept"), List.of("kept", "taken"));
        disk.observe(operation -> {});
        assertThat(crashes[0]).isGreaterThan(60);
    }

    private Consumer<DiskOperation> crashing(int[] crashes, List<List<String>> seen) {
        return operation -> {
            if (!operation.kind().changesDisk()) {
                return;
            }
            for (int seed = 0; seed < 4; seed++) {
                crashes[0]++;
                try {
                    seen.add(tagsAfter(disk.crash(operation.index() * 4 + seed)));
                } catch (IOException e) {
                    throw new AssertionError("after " + operation + ", seed " + seed, e);
                }
            }
        };
    }

    /// The complete snapshots on a disk that an engine has opened, each of them checked file by file.
    private static List<String> tagsAfter(MemoryDisk left) throws IOException {
        var engine = TestEngine.open(left);
        assertThat(rows(engine, T)).isEqualTo("{1=one}");
        var tags = new ArrayList<String>();
        var known = new ArrayList<String>();
        for (var snapshot : engine.snapshots().list()) {
            tags.add(snapshot.tag());
            known.add("snapshots/" + snapshot.tag() + "/manifest.json");
            for (var table : snapshot.tables()) {
                String directory = "snapshots/" + snapshot.tag() + "/" + table.directory() + "/";
                known.add(directory + "schema.cql");
                for (var file : table.files()) {
                    known.add(directory + file.id().fileName());
                    var sstable = SSTable.open(left, directory + file.id().fileName(), engine.cache());
                    assertThat(sstable.verify()).isEqualTo(1);
                    sstable.release();
                }
            }
        }
        assertThat(left.files().stream().filter(path -> path.startsWith("snapshots/")))
                .containsExactlyInAnyOrderElementsOf(known);
        engine.close();
        return tags;
    }

    @Test
    void whatCannotBeTakenLeavesNothing() throws IOException {
        var engine = twoTables();
        engine.flush(T);
        engine.flush(U);
        for (var kind : List.of(Kind.LINK, Kind.RENAME, Kind.SYNC_DIRECTORY)) {
            long[] countdown = {1};
            disk.setFault(operation ->
                    operation.kind() == kind && operation.path().startsWith("snapshots") && countdown[0]-- == 0
                            ? Verdict.FAIL
                            : Verdict.WORK);
            boolean taken = false;
            try {
                engine.snapshots().take("s", List.of(T, U));
                taken = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("input/output error");
            }
            disk.setFault(Fault.NONE);
            assertThat(engine.snapshots().find("s").isPresent()).isEqualTo(taken);
            engine.snapshots().clear("s");
            assertThat(disk.files()).noneMatch(path -> path.startsWith("snapshots"));
        }
    }

    /// A manifest with a changed bit is never read as another one, and nothing that it may name goes.
    @Test
    void aDamagedManifestIsToldAndItsFilesStay() throws IOException {
        var engine = twoTables();
        engine.snapshots().take("s", List.of(T));
        String path = "snapshots/s/manifest.json";
        int bits = text(path).length() * 8;
        for (int bit = 0; bit < bits; bit += 3) {
            disk.flipBit(path, bit);
            assertThatThrownBy(() -> engine.snapshots().list())
                    .isInstanceOf(CorruptSnapshotException.class)
                    .hasMessageContaining(path);
            disk.flipBit(path, bit);
        }
        disk.flipBit(path, 100);
        var files = disk.files();
        engine.close();
        var notices = new ArrayList<String>();
        TestEngine.open(disk, notices, 2);
        assertThat(disk.files())
                .containsAll(
                        files.stream().filter(f -> f.startsWith("snapshots")).toList());
    }

    private StorageEngine twoTables() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
        put(engine, T, 1, "one", 100);
        put(engine, U, 1, "eins", 100);
        return engine;
    }

    private String text(String path) throws IOException {
        try (var file = disk.open(path, OpenMode.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    private void write(String path, String text) throws IOException {
        try (var file = disk.open(path, OpenMode.CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.sync();
        }
        disk.syncDirectory(path.substring(0, path.lastIndexOf('/')));
    }
}
