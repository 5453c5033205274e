package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.helenus.storage.Nightly;
import org.helenus.storage.Seeds;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The n-th operation of the disk fails, for every n: no answer is wrong, nothing is acknowledged that a crash takes,
/// and the engine goes on by itself.
final class FaultTest {
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = "TRUNCATE", // which the engine does not use on this way
            mode = EnumSource.Mode.EXCLUDE)
    void oneOperationFails(Kind kind) {
        long seed = Seeds.or(77);
        var count = new AtomicLong();
        run(seed, operation -> {
            count.addAndGet(operation.kind() == kind ? 1 : 0);
            return Verdict.WORK;
        });
        assertThat(count.get()).isPositive();
        for (long n = 0; n < count.get(); n++) {
            run(seed, Fault.at(kind, n, Verdict.FAIL));
        }
    }

    @Test
    void aWriteFailsHalfway() {
        for (int n = 0; n < 60; n++) {
            run(Seeds.or(78), Fault.at(Kind.WRITE, n, Verdict.FAIL_HALFWAY));
        }
    }

    @Test
    void theDiskIsFullForAWhile() {
        for (long from = 0; from < 200; from += 3) {
            long first = from;
            run(Seeds.or(79), during(first, first + 15, FaultTest::needsSpace, Verdict.FULL));
        }
    }

    /// Every operation of many workloads: an error, a write that stops halfway, and a disk that is full, or does
    /// not
    /// sync, from there on for a while.
    @Nightly
    @Test
    void everyOperationOfManyWorkloads(TestReporter reporter) {
        int runs = 0;
        for (long seed = Seeds.or(1000), last = seed + 30; seed < last; seed++) {
            long count = operations(seed);
            for (long n = 0; n < count; n++) {
                long first = n;
                long end = n + 1 + n % 30;
                run(seed, operation -> operation.index() == first ? Verdict.FAIL : Verdict.WORK);
                run(seed, operation -> operation.index() == first ? Verdict.FAIL_HALFWAY : Verdict.WORK);
                run(seed, during(first, end, FaultTest::needsSpace, Verdict.FULL));
                run(seed, during(first, end, operation -> operation.kind() == Kind.SYNC, Verdict.FAIL));
                runs += 4;
            }
        }
        reporter.publishEntry("workloads with a fault", Integer.toString(runs));
        assertThat(runs).isGreaterThan(20_000);
    }

    private static long operations(long seed) {
        var last = new AtomicLong();
        run(seed, operation -> {
            last.set(operation.index());
            return Verdict.WORK;
        });
        return last.get() + 1;
    }

    private static Fault during(long first, long end, Predicate<DiskOperation> which, Verdict verdict) {
        return operation ->
                first <= operation.index() && operation.index() < end && which.test(operation) ? verdict : Verdict.WORK;
    }

    private static boolean needsSpace(DiskOperation operation) {
        return switch (operation.kind()) {
            case CREATE, WRITE, PREALLOCATE, LINK, CREATE_DIRECTORY -> true;
            case OPEN, READ, TRUNCATE, SYNC, RENAME, DELETE, LIST, SYNC_DIRECTORY -> false;
        };
    }

    private static void run(long seed, Fault fault) {
        var asked = new DiskOperation[1];
        try {
            new FaultRun(seed).run(operation -> {
                var verdict = fault.judge(operation);
                asked[0] = verdict == Verdict.WORK ? asked[0] : operation;
                return verdict;
            });
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("-Dseed=" + seed + ", failed: " + asked[0] + ": " + e.getMessage(), e);
        }
    }
}
