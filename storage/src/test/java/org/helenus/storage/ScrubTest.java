package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.rows;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// A damaged block: what is said of it, and what remains of the file.
final class ScrubTest {
    private static final int ROWS = 60;

    private final MemoryDisk disk = new MemoryDisk(1);
    private StorageEngine engine;

    @Test
    void aReadTellsTheFileAndThePlaceAndTheRestIsServed() throws IOException {
        String path = fill();
        disk.flipBit(path, 8 * 300);
        restart();
        assertThatThrownBy(() -> rows(engine, T))
                .isInstanceOf(CorruptSSTableException.class)
                .hasMessageMatching("corrupt SSTable " + path + " at byte \\d+: block checksum");
        int read = 0;
        int refused = 0;
        for (int key = 0; key < ROWS; key++) {
            try {
                assertThat(value(key)).isTrue();
                read++;
            } catch (CorruptSSTableException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive().isLessThan(ROWS / 2);
        assertThat(read).isEqualTo(ROWS - refused);
        try (var live = engine.table(T).sstables()) {
            assertThat(live.all().getFirst().sstable().damage()).isPresent();
        }
    }

    @Test
    void aScrubKeepsWhatIsWholeAndSetsTheFileAside() throws IOException {
        String path = fill();
        disk.flipBit(path, 8 * 300);
        restart();
        TestEngine.deletePartition(engine, T, 3, 1000);
        var report = engine.scrub(T).getFirst();
        assertThat(report.file()).isEqualTo(path);
        assertThat(report.damages()).hasSize(1);
        assertThat(report.rowsLost()).isPositive();
        assertThat(report.rowsKept() + report.rowsLost()).isEqualTo(ROWS);
        String aside = report.setAside().orElseThrow();
        assertThat(disk.files()).contains(aside).doesNotContain(path);
        long seen = rows(engine, T).chars().filter(c -> c == '=').count();
        assertThat(seen).isBetween(report.rowsKept() - 1, report.rowsKept());
        assertThat(engine.scrub(T)).allMatch(again -> again.damages().isEmpty());
        String now = rows(engine, T);
        assertThat(rows(TestEngine.open(disk.crash(3)), T)).isEqualTo(now);
    }

    @Test
    void aWholeFileStaysAsItIs() throws IOException {
        String path = fill();
        var report = engine.scrub(T);
        assertThat(report).containsExactly(new ScrubReport(path, ROWS, 0, List.of(), Optional.empty()));
        assertThat(disk.files()).contains(path);
    }

    /// Power is lost at every operation of the disk: no row that is whole is lost, and the damaged file is never
    /// gone.
    @Test
    void aCrashLosesNothingThatIsWhole() throws IOException {
        String path = fill();
        disk.flipBit(path, 8 * 300);
        restart();
        long kept = ROWS - lostRows(path);
        var sizes = new ArrayList<Long>();
        disk.observe(operation -> {
            for (int seed = 0; operation.kind().changesDisk() && seed < 4; seed++) {
                try {
                    var left = disk.crash(operation.index() * 4 + seed);
                    var again = TestEngine.open(left);
                    assertThat(left.files()).anyMatch(name -> name.endsWith(path.substring(path.lastIndexOf('/'))));
                    again.scrub(T);
                    sizes.add(rows(again, T).chars().filter(c -> c == '=').count());
                    again.close();
                } catch (IOException e) {
                    throw new AssertionError("after " + operation, e);
                }
            }
        });
        engine.scrub(T);
        disk.observe(operation -> {});
        assertThat(sizes).isNotEmpty().allMatch(size -> size == kept);
    }

    /// An index that is damaged stops a start, until somebody chooses to go without the file.
    @Test
    void aFileThatDoesNotOpenIsLeftOutByChoiceOnly() throws IOException {
        String path = fill();
        put(engine, T, 1_000, "in another file", 100);
        engine.flush(T);
        String missing = disk.files().stream()
                .filter(name -> name.startsWith("data/") && !name.equals(path))
                .findFirst()
                .orElseThrow();
        put(engine, T, 2_000, "in the log", 100);
        engine.close();
        long size;
        try (var file = disk.open(path, OpenMode.READ)) {
            size = file.size();
        }
        disk.flipBit(path, (size - 20) * 8);
        assertThatThrownBy(() -> TestEngine.open(disk))
                .isInstanceOf(CorruptSSTableException.class)
                .hasMessageContaining(path);
        assertThat(disk.files()).contains(path);

        var salvage = TestEngine.OPTIONS.withDamagedFiles(DamagePolicy.SALVAGE);
        var notices = new ArrayList<String>();
        String expected = "{1000=in another file, 2000=in the log}";
        try (var opened = TestEngine.open(disk, salvage, notices, 5)) {
            assertThat(rows(opened, T)).isEqualTo(expected);
        }
        String kept = "damaged" + path.substring(path.lastIndexOf('/'));
        assertThat(notices).hasSize(1).first().asString().contains(path).contains(kept);
        assertThat(disk.files()).contains(kept).doesNotContain(path);
        // From then on it is not spoken of any more.
        try (var opened = TestEngine.open(disk)) {
            assertThat(rows(opened, T)).isEqualTo(expected);
        }
        disk.delete(missing);
        assertThatThrownBy(() -> TestEngine.open(disk)).isInstanceOf(NoSuchFileException.class);
        try (var opened = TestEngine.open(disk, salvage, notices, 6)) {
            assertThat(rows(opened, T)).isEqualTo("{2000=in the log}");
        }
        assertThat(notices.getLast()).contains(missing + " is missing");
    }

    private long lostRows(String path) throws IOException {
        var sstable = SSTable.open(disk, path, engine.cache());
        try {
            assertThat(sstable.damages()).hasSize(1);
        } finally {
            sstable.release();
        }
        var copy = TestEngine.open(disk.processDeath());
        return copy.scrub(T).getFirst().rowsLost();
    }

    private boolean value(int key) throws IOException {
        var table = engine.table(T).metadata();
        var keys = KeyCodec.of(table);
        byte[] row = keys.rowKey(keys.partitionPrefix(TestEngine.wire(key)), List.of());
        try (var snapshot = engine.table(T).snapshot(ReadMode.MAY_BLOCK)) {
            return snapshot.get(row, row.length, ColumnSet.all(table), TestEngine.NOW_SECONDS, new RowView());
        }
    }

    /// One file of several blocks.
    private String fill() throws IOException {
        var table = TestEngine.table(T, "t");
        var options = table.options()
                .with(Map.of("compression", Map.of("class", "LZ4Compressor", "chunk_length_in_kb", "1")));
        engine = TestEngine.created(disk, table.toBuilder().options(options).build());
        for (int key = 0; key < ROWS; key++) {
            put(engine, T, key, "a value of some length, number " + key, 100);
        }
        engine.flush(T);
        return disk.files().stream()
                .filter(path -> path.startsWith("data/"))
                .findFirst()
                .orElseThrow();
    }

    private void restart() throws IOException {
        engine.close();
        engine = TestEngine.open(disk);
    }
}
