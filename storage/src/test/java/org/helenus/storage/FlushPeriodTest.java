package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.U;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.table;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// `memtable_flush_period_in_ms`, in a time that passes when we say so.
final class FlushPeriodTest {
    private final MemoryDisk disk = new MemoryDisk(1);
    private VirtualTime time = new VirtualTime(TestEngine.NOW_SECONDS * 1_000_000);
    private StorageEngine engine;

    @Test
    void aTableIsFlushedWhenItsPeriodIsOver() throws IOException {
        start();
        create(T, 250);
        create(U, 0);
        put(engine, T, 1, "one", 1);
        put(engine, U, 1, "other", 1);
        pass(249);
        assertThat(files(T)).isZero();
        pass(1);
        assertThat(files(T)).isEqualTo(1);
        // And again, from then on.
        put(engine, T, 2, "two", 2);
        pass(249);
        assertThat(files(T)).isEqualTo(1);
        pass(1);
        assertThat(files(T)).isEqualTo(2);
        assertThat(files(U)).isZero();
    }

    @Test
    void whereNothingWasWrittenNothingIsFlushed() throws IOException {
        start();
        create(T, 10);
        pass(1_000);
        assertThat(files(T)).isZero();
        put(engine, T, 1, "one", 1);
        pass(1_000);
        assertThat(files(T)).isEqualTo(1);
    }

    @Test
    void thePeriodMayChangeWhileItRuns() throws IOException {
        start();
        create(T, 0);
        put(engine, T, 1, "one", 1);
        pass(3_600_000);
        assertThat(files(T)).isZero();
        create(T, 100);
        pass(99);
        assertThat(files(T)).isZero();
        pass(1);
        assertThat(files(T)).isEqualTo(1);
        create(T, 0);
        // What runs already comes once more at most.
        pass(100);
        put(engine, T, 2, "two", 2);
        pass(3_600_000);
        assertThat(files(T)).isEqualTo(1);
    }

    @Test
    void aStartBeginsItAnewForWhatTheLogHolds() throws IOException {
        start();
        create(T, 100);
        put(engine, T, 1, "one", 1);
        pass(60);
        engine.close();
        time = new VirtualTime(TestEngine.NOW_SECONDS * 1_000_000 + 1);
        start();
        pass(99);
        assertThat(files(T)).isZero();
        pass(1);
        assertThat(files(T)).isEqualTo(1);
        // Nothing of it is replayed when it starts the next time.
        var left = disk.crash(1);
        assertThat(TestEngine.rows(TestEngine.open(left), T)).isEqualTo("{1=one}");
    }

    @Test
    void aDroppedTableIsLeftAlone() throws IOException {
        start();
        create(T, 100);
        put(engine, T, 1, "one", 1);
        engine.alterSchema(List.of(new SchemaChange.DropTable(T)));
        pass(1_000);
        assertThat(disk.files()).noneMatch(path -> path.startsWith("data/"));
    }

    private void start() throws IOException {
        engine = StorageEngine.open(
                disk,
                TestEngine.OPTIONS.withAutoSnapshot(false),
                time.clock(),
                StorageListener.NONE,
                time.threads(),
                new SplittableRandom(disk.operations()));
    }

    private void create(TableId id, int periodMillis) throws IOException {
        var options = TableOptions.DEFAULTS.with(Map.of("memtable_flush_period_in_ms", "" + periodMillis));
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table(id, id.equals(T) ? "t" : "u").toBuilder()
                        .options(options)
                        .build())));
    }

    private void pass(long millis) {
        time.pass(Duration.ofMillis(millis));
    }

    private long files(TableId id) {
        String directory = DataDirectory.directory(engine.table(id).metadata());
        return disk.files().stream().filter(path -> path.startsWith(directory)).count();
    }
}
