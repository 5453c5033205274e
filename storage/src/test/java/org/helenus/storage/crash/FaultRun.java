package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.MemoryDisk;

/// A random workload on a disk that fails now and then. A step that throws has not happened, or, when it was an edit
/// of the manifest, may be shown by a crash until the next edit succeeds.
final class FaultRun {
    private static final int STEPS = 25;
    private static final int TRIES = 100;

    private final SplittableRandom random;
    private final MemoryDisk disk;
    private final Workload workload;
    private final QueuedExecutor executor = new QueuedExecutor();

    FaultRun(long seed) {
        random = new SplittableRandom(seed);
        disk = new MemoryDisk(seed);
        workload = new Workload(random);
    }

    private interface Action {
        void run() throws IOException;
    }

    void run(Fault fault) throws IOException {
        disk.setFault(fault);
        untilItWorks(() -> workload.use(Workload.open(disk, executor, 1)));
        untilItWorks(() -> {
            if (workload.engine().schema().keyspaces().isEmpty()) {
                workload.engine().alterSchema(TestTables.create());
            }
        });
        for (int i = 0; i < STEPS; i++) {
            attempt(this::step);
            if (workload.isEditInDoubt()) {
                powerLoss();
                untilItWorks(() -> workload.engine().putProperty("settled", new byte[] {1}));
                workload.forgetEdit();
            }
            if (random.nextInt(3) == 0) {
                executor.runAll();
            }
            if (i == STEPS / 2) {
                attempt(workload::write);
                attempt(() -> workload.act(UserStep.SNAPSHOT));
            }
            attempt(workload::read);
            powerLoss();
        }
        disk.setFault(Fault.NONE);
        for (int i = 0; i < TRIES && !workload.engine().isWritable(); i++) {
            executor.runAll();
            executor.runScheduled();
        }
        workload.write();
        executor.runAll();
        workload.read();
        assertThat(workload.durable()).as("writes that are durable at the end").isEqualTo(workload.writes());
        powerLoss();
        workload.engine().close();
        workload.stopped(workload.writes());
        powerLoss();
    }

    private void step() throws IOException {
        int table = workload.table();
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> workload.flush(table);
            case 3 -> workload.edit(table, 0);
            case 4 -> workload.edit(table, 2);
            case 5 -> workload.edit(table, 3);
            case 6 -> workload.edit(table, 1);
            case 7 -> workload.compact(table);
            case 8 -> workload.act(random.nextInt(3) > 0 ? UserStep.SNAPSHOT : UserStep.CLEAR_SNAPSHOT);
            default -> workload.write();
        }
    }

    private static boolean attempt(Action action) {
        try {
            action.run();
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private void untilItWorks(Action action) {
        for (int i = 0; i < TRIES; i++) {
            if (attempt(action)) {
                return;
            }
        }
        throw new AssertionError("it does not work any more");
    }

    private void powerLoss() throws IOException {
        var left = disk.crash(random.nextLong());
        StorageEngine opened = Workload.open(left, new QueuedExecutor(), 5);
        assertThat(TestTables.show(opened)).isIn(workload.possible());
        workload.snapshots().check(opened, left);
        opened.close();
    }
}
