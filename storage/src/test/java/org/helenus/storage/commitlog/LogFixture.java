package org.helenus.storage.commitlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.helenus.storage.ManualClock;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.MemoryDisk;

/// A log on a disk in memory whose syncs run when the test says so.
final class LogFixture {
    static final String DIRECTORY = "log";
    static final CommitLogOptions OPTIONS =
            new CommitLogOptions(SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 4096, 1024, 16384);

    final MemoryDisk disk;
    final QueuedExecutor executor = new QueuedExecutor();
    final ManualClock clock = new ManualClock(0);
    final List<String> replayed = new ArrayList<>();
    final CommitLogReplay.Result result;
    final CommitLog log;

    private long syncs;

    LogFixture(MemoryDisk disk) throws IOException {
        this(disk, OPTIONS, 0, CommitLogReplay.DamagePolicy.REFUSE);
    }

    LogFixture(MemoryDisk disk, CommitLogOptions options, long retired, CommitLogReplay.DamagePolicy policy)
            throws IOException {
        this.disk = disk;
        disk.createDirectories(DIRECTORY);
        result = new CommitLogReplay(disk, DIRECTORY, policy)
                .run(
                        retired,
                        (position, array, offset, length) ->
                                replayed.add(new String(array, offset, length, StandardCharsets.UTF_8)));
        log = new CommitLog(
                disk,
                DIRECTORY,
                options,
                clock,
                random(),
                executor,
                executor,
                executor,
                result.nextSequence(),
                result.segments());
    }

    /// Syncs of the disk since the log was opened, counted from the first call.
    long syncs() {
        disk.observe(operation -> syncs += operation.kind() == DiskOperation.Kind.SYNC ? 1 : 0);
        return syncs;
    }

    static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    }

    long append(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return log.append(
                bytes,
                Math.min(2, bytes.length),
                bytes,
                Math.min(2, bytes.length),
                bytes.length - Math.min(2, bytes.length));
    }
}
