package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.helenus.storage.Seeds;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power goes at every operation of the disk, and nothing acknowledged is lost.
final class CrashTest {
    private static final long SEED = 1121;
    private static final int WORKLOADS = 8;
    private static final int STEPS = 40;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsTorn() {
        int crashes = 0;
        for (int workload = 0; workload < WORKLOADS; workload++) {
            crashes += run(Seeds.or(SEED) + workload, SyncMode.GROUP, Fault.NONE);
        }
        assertThat(crashes).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"GROUP", "BATCH"})
    void bothModesThatWaitKeepWhatTheyAcknowledge(SyncMode mode) {
        int crashes = 0;
        for (int workload = 0; workload < WORKLOADS / 2; workload++) {
            crashes += run(Seeds.or(2 * SEED) + workload, mode, Fault.NONE);
        }
        assertThat(crashes).isGreaterThan(400);
    }

    /// A harness counts only while it finds the bugs that are planted.
    @Test
    void itNoticesWhenTheLogIsNotSynced() {
        assertIsNoticed(
                operation -> operation.kind() == Kind.SYNC && operation.path().startsWith("commitlog/")
                        ? Verdict.PRETEND
                        : Verdict.WORK);
    }

    @Test
    void itNoticesWhenTheManifestIsNotSynced() {
        assertIsNoticed(
                operation -> operation.kind() == Kind.SYNC && operation.path().startsWith("manifest/")
                        ? Verdict.PRETEND
                        : Verdict.WORK);
    }

    @Test
    void itNoticesWhenFilesOfTablesAreNotSynced() {
        assertIsNoticed(operation ->
                operation.kind() == Kind.SYNC && operation.path().startsWith("data/") ? Verdict.PRETEND : Verdict.WORK);
    }

    @Test
    void itNoticesWhenDirectoriesAreNotSynced() {
        for (String directory : new String[] {"commitlog", "manifest", "data/"}) {
            assertIsNoticed(operation ->
                    operation.kind() == Kind.SYNC_DIRECTORY && operation.path().startsWith(directory)
                            ? Verdict.PRETEND
                            : Verdict.WORK);
        }
    }

    private static void assertIsNoticed(Fault planted) {
        assertThatThrownBy(() -> {
                    for (int workload = 0; workload < WORKLOADS; workload++) {
                        run(SEED + workload, SyncMode.GROUP, planted);
                        run(SEED + workload, SyncMode.BATCH, planted);
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private static int run(long seed, SyncMode mode, Fault fault) {
        var disk = new MemoryDisk(seed);
        disk.setFault(fault);
        var run = new CrashRun(seed, disk, mode, 2);
        try {
            run.run(STEPS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("-Dseed=" + seed + ", " + mode + ": " + e.getMessage(), e);
        }
        return run.crashes();
    }
}
