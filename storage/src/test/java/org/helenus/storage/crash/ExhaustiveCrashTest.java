package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.Nightly;
import org.helenus.storage.Seeds;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Every workload of a few steps, with the power lost at every operation of the disk in it, and again in the recovery.
///
/// After each: what was acknowledged is there, whole; what is deleted stays so; no answer was given that the crash took
/// back; the engine opens, and opens again the same; snapshots are as they were taken.
final class ExhaustiveCrashTest {
    private static final long SEED = 20261121;

    private int states;

    /// Two steps, all pairs.
    @Test
    void pairs(TestReporter reporter) {
        workloads(2, 2);
        reporter.publishEntry("crash states", Integer.toString(states));
        assertThat(states).isGreaterThan(10_000);
    }

    /// Three steps, all triples.
    @Nightly
    @Test
    void triples(TestReporter reporter) {
        long before = System.nanoTime();
        workloads(3, 2);
        long perSecond = states * 1_000_000_000L / (System.nanoTime() - before);
        reporter.publishEntry("crash states", states + ", " + perSecond + " a second");
        assertThat(states).isGreaterThan(250_000);
    }

    private void workloads(int length, int crashesEach) {
        long seed = Seeds.or(SEED);
        for (var steps : sequences(length)) {
            run(steps, seed++, crashesEach);
        }
    }

    private void run(List<UserStep> steps, long seed, int crashesEach) {
        // Which of the two that make answers wait is nobody's business but the log's.
        var mode = seed % 2 == 0 ? SyncMode.GROUP : SyncMode.BATCH;
        var run = new CrashRun(seed, new MemoryDisk(seed), mode, crashesEach);
        try {
            run.run(steps);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(steps + ", seed " + seed + ": " + e.getMessage(), e);
        }
        states += run.crashes();
    }

    private static List<List<UserStep>> sequences(int length) {
        var all = new ArrayList<List<UserStep>>();
        if (length == 0) {
            all.add(List.of());
            return all;
        }
        for (var before : sequences(length - 1)) {
            for (var step : UserStep.values()) {
                var longer = new ArrayList<>(before);
                longer.add(step);
                all.add(longer);
            }
        }
        return all;
    }
}
