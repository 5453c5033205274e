package org.helenus.storage.commitlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.storage.SystemClock;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// Many writers, one syncing thread.
final class CommitLogThreadsTest {
    private static final int WRITERS = 4;
    private static final int RECORDS = 3_000;
    private static final CommitLogOptions OPTIONS = new CommitLogOptions(
            SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 1 << 16, 1 << 12, 1 << 26);

    @Test
    void everyRecordIsThereOnceAndInItsWritersOrder() throws IOException, InterruptedException, ExecutionException {
        var disk = new MemoryDisk(3);
        disk.createDirectories("log");
        var syncs = new AtomicLong();
        disk.observe(operation -> syncs.addAndGet(operation.kind() == Kind.SYNC ? 1 : 0));
        var advances = new ConcurrentLinkedQueue<Long>();
        try (var sync = Executors.newSingleThreadExecutor();
                var prepare = Executors.newSingleThreadExecutor();
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            var log = new CommitLog(
                    disk,
                    "log",
                    OPTIONS,
                    new SystemClock(),
                    LogFixture.random(),
                    sync,
                    prepare,
                    (delay, task) -> {},
                    1,
                    List.of());
            log.onDurable(() -> advances.add(log.durablePosition()));
            var tasks = new ArrayList<Callable<Long>>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                tasks.add(() -> write(log, writer));
            }
            long last = 0;
            for (var result : writers.invokeAll(tasks)) {
                last = Math.max(last, result.get());
            }
            log.sync();
            assertThat(log.durablePosition()).isGreaterThanOrEqualTo(last);
            assertThat(List.copyOf(advances)).isSorted();
        }
        // One sync serves many: far fewer than records, also with segments and their preparation.
        assertThat(syncs.get()).isLessThan(WRITERS * RECORDS / 2);
        var next = new HashMap<Integer, Integer>();
        var result = new CommitLogReplay(disk.crash(9), "log", DamagePolicy.REFUSE)
                .run(0, (position, array, offset, length) -> {
                    var text = new String(array, offset, length, StandardCharsets.UTF_8).split("/", -1);
                    int writer = Integer.parseInt(text[0]);
                    assertThat(Integer.parseInt(text[1])).isEqualTo(next.getOrDefault(writer, 0));
                    next.merge(writer, 1, Integer::sum);
                });
        assertThat(result.records()).isEqualTo(WRITERS * RECORDS);
        assertThat(next.values()).containsOnly(RECORDS);
    }

    /// Nobody syncs and no timer runs: what each writer waits for, it or another one hands over.
    @Test
    void inPeriodicEveryWriterIsAcknowledgedByAHandOver() throws Exception {
        var disk = new MemoryDisk(3);
        disk.createDirectories("log");
        try (var sync = Executors.newSingleThreadExecutor();
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            var log = new CommitLog(
                    disk,
                    "log",
                    OPTIONS.withMode(SyncMode.PERIODIC),
                    new SystemClock(),
                    LogFixture.random(),
                    sync,
                    sync,
                    (delay, task) -> {},
                    1,
                    List.of());
            var tasks = new ArrayList<Callable<Integer>>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                tasks.add(() -> writeTicks(log, writer));
            }
            int ticks = 0;
            for (var result : writers.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                ticks += result.get();
            }
            assertThat(ticks).isEqualTo(WRITERS * RECORDS / 8);
            var replay = new CommitLogReplay(disk.processDeath(), "log", DamagePolicy.REFUSE);
            assertThat(replay.run(0, (position, array, offset, length) -> {}).records())
                    .isEqualTo(WRITERS * RECORDS);
        }
    }

    private static int writeTicks(CommitLog log, int writer) throws IOException {
        byte[] body = ("x".repeat(writer * 50)).getBytes(StandardCharsets.UTF_8);
        int ticks = 0;
        for (int i = 0; i < RECORDS; i += 8) {
            long position = 0;
            for (int k = 0; k < 8; k++) {
                position = log.append(new byte[] {1}, 1, body, 0, body.length);
            }
            log.handOver();
            while (log.acknowledgeablePosition() < position) {
                Thread.onSpinWait();
            }
            ticks++;
        }
        return ticks;
    }

    private static long write(CommitLog log, int writer) throws IOException {
        long before = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] head = (writer + "/").getBytes(StandardCharsets.UTF_8);
            byte[] body = (i + "/" + "x".repeat(i % 200)).getBytes(StandardCharsets.UTF_8);
            long position = log.append(head, head.length, body, 0, body.length);
            assertThat(position).isGreaterThan(before);
            before = position;
        }
        return before;
    }
}
