package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.MemoryDisk;

/// One random workload on a disk in memory, with the power lost after every operation of the disk.
///
/// What a recovered engine shows must be what the model shows after some number of writes and of other steps: at least
/// those that were acknowledged, at most those that were begun.
final class CrashRun {
    private static final List<UserStep> BEFORE = List.of(
            UserStep.BATCH, UserStep.TTL, UserStep.FLUSH, UserStep.RANGE_DELETE, UserStep.FLUSH, UserStep.BATCH);

    private final SplittableRandom random;
    private final MemoryDisk disk;
    private final StorageOptions options;
    private final int crashesEach;
    private final Workload workload;
    private QueuedExecutor executor = new QueuedExecutor();
    private int crashes;
    /// Makes the random ids of each life different ones.
    private long opens;

    CrashRun(long seed, MemoryDisk disk, SyncMode mode, int crashesEach) {
        random = new SplittableRandom(seed);
        workload = new Workload(random);
        this.disk = disk;
        options = Workload.OPTIONS.withCommitLog(Workload.OPTIONS.commitLog().withMode(mode));
        this.crashesEach = crashesEach;
    }

    int crashes() {
        return crashes;
    }

    /// So many random steps.
    void run(int count) throws IOException {
        start();
        watch();
        for (int i = 0; i < count; i++) {
            step();
        }
        end();
    }

    /// These steps, after some that leave a few rows in files and a few in memory.
    void run(List<UserStep> steps) throws IOException {
        start();
        for (var step : BEFORE) {
            workload.act(step);
        }
        executor.runAll();
        watch();
        for (var step : steps) {
            if (step == UserStep.RESTART) {
                restart();
            } else {
                workload.act(step);
            }
            if (random.nextBoolean()) {
                workload.read();
            }
            if (random.nextInt(3) > 0) {
                executor.runAll();
            }
        }
        end();
    }

    private void start() throws IOException {
        workload.use(Workload.open(disk, options, executor, random.nextLong()));
        workload.engine().alterSchema(TestTables.create());
    }

    private void watch() {
        disk.observe(operation -> {
            if (operation.kind().changesDisk()) {
                powerLoss();
            }
        });
    }

    private void end() throws IOException {
        disk.observe(operation -> {});
        workload.engine().close();
        assertThat(recovered(disk, List.of())).isEqualTo(workload.now());
    }

    private void step() throws IOException {
        int table = workload.table();
        switch (random.nextInt(40)) {
            case 0, 1, 2 -> workload.flush(table);
            case 3 -> workload.edit(table, 0);
            case 4 -> workload.edit(table, 2);
            case 5 -> workload.edit(table, 3);
            case 6 -> workload.edit(table, 1);
            case 7 -> workload.compact(table);
            case 8 -> restart();
            case 9 -> processDeath();
            default -> workload.write();
        }
        if (random.nextInt(3) == 0) {
            executor.runAll();
        }
        if (random.nextInt(4) == 0) {
            workload.read();
        }
    }

    /// A stop in order, and a start.
    private void restart() throws IOException {
        workload.engine().close();
        start(workload.writes());
    }

    /// The process dies, the machine does not: buffers are gone, the page cache is not. Between two tasks of one
    /// thread, what is written is synced too.
    private void processDeath() throws IOException {
        disk.releaseLocks();
        start(workload.durable());
    }

    private void start(int survivors) throws IOException {
        workload.stopped(survivors);
        executor = new QueuedExecutor();
        workload.use(Workload.open(disk, options, executor, random.nextLong()));
        assertThat(TestTables.show(workload.engine())).isEqualTo(workload.now());
    }

    private void powerLoss() {
        var possible = workload.possible();
        for (int i = 0; i < crashesEach; i++) {
            long seed = random.nextLong();
            crashes++;
            try {
                var left = disk.crash(seed);
                boolean again = random.nextInt(12) == 0;
                assertThat(recovered(left, again ? possible : List.of()))
                        .as("durable %d of %d, crash seed %d", workload.durable(), workload.writes(), seed)
                        .isIn(possible);
            } catch (IOException | RuntimeException e) {
                fail("after a crash with seed " + seed + " the engine does not open", e);
            }
        }
    }

    /// What an engine shows that opens on the disk; with a second crash at each operation of its recovery, when it
    /// is said what that may show.
    private String recovered(MemoryDisk left, List<String> possible) throws IOException {
        if (!possible.isEmpty()) {
            left.observe(operation -> {
                if (operation.kind().changesDisk()) {
                    crashes++;
                    try {
                        assertThat(recovered(left.crash(operation.index()), List.of()))
                                .isIn(possible);
                    } catch (IOException e) {
                        fail("the engine does not open after a second crash", e);
                    }
                }
            });
        }
        var tasks = new QueuedExecutor();
        var opened = Workload.open(left, options, tasks, ++opens);
        left.observe(operation -> {});
        String shown = TestTables.show(opened);
        workload.snapshots().check(opened, left);
        tasks.runAll();
        opened.close();
        // A second start changes nothing.
        var again = Workload.open(left, options, tasks, ++opens);
        assertThat(TestTables.show(again)).isEqualTo(shown);
        again.close();
        return shown;
    }
}
