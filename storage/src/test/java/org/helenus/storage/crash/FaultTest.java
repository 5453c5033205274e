package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.storage.Seeds;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The n-th operation of the disk fails, for every n: no answer is wrong, nothing is acknowledged that a crash takes,
/// and the engine goes on by itself.
final class FaultTest {
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TRUNCATE", "LINK"}, // which the engine does not use on this way
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
            run(
                    Seeds.or(79),
                    operation -> operation.index() >= first && operation.index() < first + 15 && needsSpace(operation)
                            ? Verdict.FULL
                            : Verdict.WORK);
        }
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
