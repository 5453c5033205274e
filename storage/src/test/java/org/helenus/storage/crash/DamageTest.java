package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.helenus.storage.Nightly;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.Seeds;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// A bit of some file of a data directory is flipped, or a file is cut: the engine names it, or shows what it showed
/// before. Never another row, nor a hang, nor memory without bound.
///
/// One place is different. When the process died, nothing after the last synced group of records in the log says that
/// the
/// group was whole: damage there looks like a write that was cut off, and the group is gone.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DamageTest {
    private static final long MAX_ALLOCATED_BYTES = 16 << 20;
    private static final String LOG = "commitlog/";
    private static final int UNUSED_BYTES = 512;
    private static final byte[] ZEROS = new byte[2 * UNUSED_BYTES];

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Workload workload;
    private MemoryDisk stopped;
    private MemoryDisk died;
    /// What may be seen of the disk whose process died, when the end of its log is damaged.
    private final List<String> shorter = new ArrayList<>();
    private int detected;
    private int harmless;

    /// A directory with files of two tables, a snapshot, and a log that is not flushed.
    @BeforeEach
    void directory() throws IOException {
        long seed = Seeds.or(5);
        var disk = new MemoryDisk(seed);
        var executor = new QueuedExecutor();
        workload = new Workload(new SplittableRandom(seed));
        workload.use(Workload.open(disk, executor, seed));
        workload.engine().alterSchema(TestTables.create());
        for (var step : List.of(
                UserStep.BATCH,
                UserStep.BATCH,
                UserStep.FLUSH,
                UserStep.RANGE_DELETE,
                UserStep.TTL,
                UserStep.BATCH,
                UserStep.SNAPSHOT,
                UserStep.COMPACT,
                UserStep.BATCH,
                UserStep.DELETE,
                UserStep.WRITE,
                UserStep.BATCH)) {
            workload.act(step);
            executor.runAll();
        }
        int before = workload.writes();
        workload.act(UserStep.WRITE);
        workload.act(UserStep.WRITE);
        executor.runAll();
        died = disk.processDeath();
        for (int writes = before; writes <= workload.writes(); writes++) {
            shorter.add(workload.after(writes));
        }
        workload.engine().close();
        stopped = disk.processDeath();
    }

    @Test
    void oneBitOfEachByteAndSomeTruncations(TestReporter reporter) throws IOException {
        flip(stopped, 8, false);
        cut(stopped, 64, false);
        flip(died, 64, true);
        cut(died, 64, true);
        report(reporter);
    }

    @Nightly
    @Test
    void everyBitAndEveryTruncation(TestReporter reporter) throws IOException {
        flip(stopped, 1, false);
        cut(stopped, 1, false);
        flip(died, 1, true);
        cut(died, 1, true);
        report(reporter);
    }

    private void report(TestReporter reporter) {
        reporter.publishEntry("damage", detected + " detected, " + harmless + " harmless");
        assertThat(detected).isGreaterThan(harmless / 10);
    }

    private void flip(MemoryDisk disk, int every, boolean torn) throws IOException {
        for (String path : disk.files()) {
            byte[] bytes = bytes(disk, path);
            // One bit of each byte is not always the same one.
            for (long at = 0; at < bytes.length * 8L; at += isUnused(bytes, at / 8) ? every * 64L : every) {
                long bit = every == 1 ? at : at + at / 8 % 8;
                var damaged = disk.processDeath();
                damaged.flipBit(path, bit);
                check(damaged, path + ", bit " + bit, torn && path.startsWith(LOG));
            }
        }
    }

    private void cut(MemoryDisk disk, int every, boolean torn) throws IOException {
        for (String path : disk.files()) {
            byte[] bytes = bytes(disk, path);
            for (long size = bytes.length - 1L; size >= 0; size -= isUnused(bytes, size) ? every * 64L : every) {
                var damaged = disk.processDeath();
                try (var file = damaged.open(path, OpenMode.WRITE)) {
                    file.truncate(size);
                    file.sync();
                }
                check(damaged, path + ", cut to " + size, torn && path.startsWith(LOG));
            }
        }
    }

    private static byte[] bytes(MemoryDisk disk, String path) throws IOException {
        try (var file = disk.open(path, OpenMode.READ)) {
            byte[] bytes = new byte[(int) file.size()];
            file.readFully(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }

    /// Whether only zeros are here and for a while: log segments and manifests are made longer than what is in
    /// them.
    private static boolean isUnused(byte[] bytes, long at) {
        int from = (int) Math.max(0, at - UNUSED_BYTES);
        int end = (int) Math.min(bytes.length, at + UNUSED_BYTES);
        return Arrays.mismatch(bytes, from, end, ZEROS, 0, end - from) < 0;
    }

    private void check(MemoryDisk damaged, String what, boolean torn) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        try {
            try (var engine = Workload.open(damaged, new QueuedExecutor(), 1)) {
                String shown = TestTables.show(engine);
                if (torn) {
                    assertThat(shown).as(what).isIn(shorter);
                } else {
                    assertThat(shown).as(what).isEqualTo(workload.now());
                }
                workload.snapshots().check(engine, damaged);
            }
            harmless++;
        } catch (IOException | UncheckedIOException e) {
            assertThat(e).as(what).hasMessageMatching("(?s).*\\S.*");
            detected++;
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes allocated, %s", what)
                .isLessThan(MAX_ALLOCATED_BYTES);
    }
}
