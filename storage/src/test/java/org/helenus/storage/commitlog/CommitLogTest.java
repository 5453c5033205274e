package org.helenus.storage.commitlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.helenus.storage.ManualClock;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.DiskFullException;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CommitLogTest {
    private final MemoryDisk disk = new MemoryDisk(1);

    @Test
    void oneSyncServesAllWhoCame() throws IOException {
        var it = new LogFixture(disk);
        var wakes = new ArrayList<Long>();
        it.log.onDurable(() -> wakes.add(it.log.durablePosition()));
        long first = it.append("one");
        long second = it.append("two");
        assertThat(first).isLessThan(second);
        assertThat(it.log.durablePosition()).isLessThan(first);
        assertThat(it.executor.waiting()).isEqualTo(1);
        it.executor.runAll();
        assertThat(wakes).containsExactly(second);
        assertThat(new LogFixture(disk.crash(1)).replayed).containsExactly("one", "two");
    }

    /// A sync is only for what was written before it began.
    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"GROUP", "BATCH"})
    void aRecordThatComesDuringASyncWaitsForTheNextOne(SyncMode mode) throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withMode(mode), 0, DamagePolicy.REFUSE);
        long first = it.append("first");
        var late = new long[1];
        var durable = new ArrayList<Long>();
        it.log.onDurable(() -> durable.add(it.log.durablePosition()));
        disk.setFault(operation -> {
            // The first sync made the segment.
            if (operation.kind() == Kind.SYNC && operation.indexOfKind() == 1) {
                try {
                    late[0] = it.append("late");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            return Verdict.WORK;
        });
        it.executor.runAll();
        assertThat(late[0]).isGreaterThan(first);
        assertThat(durable).hasSize(2);
        assertThat(durable.getFirst()).isBetween(first, late[0] - 1);
        assertThat(durable.getLast()).isGreaterThanOrEqualTo(late[0]);
        assertThat(it.log.acknowledgeablePosition()).isEqualTo(it.log.durablePosition());
        assertThat(new LogFixture(disk.crash(1)).replayed).containsExactly("first", "late");
    }

    /// Where answers do not wait for syncs, space is not written twice to have it early; the length is there even
    /// so.
    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void aSegmentHasItsLengthFromTheStart(SyncMode mode) throws IOException {
        var preallocated = new ArrayList<String>();
        disk.setFault(operation -> {
            if (operation.kind() == Kind.PREALLOCATE) {
                preallocated.add(operation.path());
            }
            return Verdict.WORK;
        });
        var it = new LogFixture(disk, LogFixture.OPTIONS.withMode(mode), 0, DamagePolicy.REFUSE);
        it.append("one");
        it.log.sync();
        it.executor.runAll();
        assertThat(preallocated.isEmpty()).isEqualTo(mode == SyncMode.PERIODIC);
        var crashed = disk.crash(4);
        for (String name : crashed.list(LogFixture.DIRECTORY)) {
            try (var file = crashed.open(LogFixture.DIRECTORY + "/" + name, OpenMode.READ)) {
                assertThat(file.size()).isEqualTo(LogFixture.OPTIONS.segmentBytes());
            }
        }
        assertThat(new LogFixture(crashed).replayed).containsExactly("one");
    }

    @Test
    void segmentsFollowEachOther() throws IOException {
        var it = new LogFixture(disk);
        var texts = IntStream.range(0, 200)
                .mapToObj(i -> "record " + i + " " + "x".repeat(i * 3))
                .toList();
        long position = 0;
        for (String text : texts) {
            long next = it.append(text);
            assertThat(next).isGreaterThan(position);
            position = next;
            it.executor.runAll();
        }
        assertThat(it.log.durablePosition()).isGreaterThanOrEqualTo(position);
        it.log.close();
        var again = new LogFixture(disk.crash(2));
        assertThat(again.replayed).isEqualTo(texts);
        assertThat(again.result.segments().size()).isGreaterThan(10);
        assertThat(again.log.tail()).isGreaterThan(position);
    }

    @Test
    void aRecordLargerThanABufferFits() throws IOException {
        var it = new LogFixture(disk);
        var texts = List.of("small", "L".repeat(1900), "small again", "M".repeat(2000), "N".repeat(1500));
        for (String text : texts) {
            it.append(text);
        }
        it.executor.runAll();
        assertThat(new LogFixture(disk.crash(3)).replayed).isEqualTo(texts);
        assertThatThrownBy(() -> it.append("x".repeat(2049))).isInstanceOf(IllegalArgumentException.class);
    }

    /// What a slow disk, a large record or a failure took is given back.
    @Test
    void memoryIsGivenBack() throws IOException {
        var it = new LogFixture(disk);
        long usual = 4L * LogFixture.OPTIONS.bufferBytes();
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 12; i++) {
                it.append("x".repeat(i == 7 ? 1_900 : 700));
            }
            assertThat(it.log.memoryBytes()).isGreaterThan(usual);
            if (round % 10 == 9) {
                disk.setFault(operation -> operation.kind() == Kind.SYNC ? Verdict.FAIL : Verdict.WORK);
                it.executor.runAll();
                disk.setFault(Fault.NONE);
                it.log.restart();
                it.append("after");
            }
            it.executor.runAll();
            it.append("one more");
            it.executor.runAll();
            assertThat(it.log.memoryBytes()).as("round %d", round).isLessThanOrEqualTo(usual);
        }
        it.log.close();
    }

    @Test
    void writersAreRefusedWhenTheDiskDoesNotKeepUp() throws IOException {
        var it = new LogFixture(disk);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        it.append("x".repeat(900));
                    }
                })
                .isInstanceOf(CommitLogUnavailableException.class)
                .hasMessageContaining("does not keep up");
        it.executor.runAll();
        it.append("goes on");
    }

    @Test
    void periodicWritesSoonAndSyncsByThePeriod() throws IOException {
        var options = LogFixture.OPTIONS.withMode(SyncMode.PERIODIC);
        var it = new LogFixture(disk, options, 0, DamagePolicy.REFUSE);
        long position = it.append("a");
        assertThat(it.executor.waiting()).isZero();
        it.executor.runScheduled();
        assertThat(it.log.durablePosition()).isLessThan(position);
        // The process may die now, but not the machine.
        assertThat(new LogFixture(disk.processDeath()).replayed).containsExactly("a");
        // A later record does not wait for the sync to be written.
        it.append("b");
        it.executor.runScheduled();
        assertThat(new LogFixture(disk.processDeath()).replayed).containsExactly("a", "b");
        it.clock.advance(Duration.ofSeconds(10));
        it.executor.runScheduled();
        assertThat(it.log.durablePosition()).isGreaterThanOrEqualTo(position);
        assertThat(new LogFixture(disk.crash(1)).replayed).containsExactly("a", "b");
    }

    @Test
    void periodicAcknowledgesWhatTheKernelHas() throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withMode(SyncMode.PERIODIC), 0, DamagePolicy.REFUSE);
        it.log.prepareFirst();
        it.executor.runAll();
        var wakes = new ArrayList<Long>();
        it.log.onDurable(() -> wakes.add(it.log.acknowledgeablePosition()));
        it.append("a");
        long position = it.append("b");
        assertThat(it.log.acknowledgeablePosition()).isLessThan(position);
        assertThat(new LogFixture(disk.processDeath()).replayed).isEmpty();
        long before = disk.operations();
        it.log.handOver();
        assertThat(disk.operations() - before).as("one write for both").isEqualTo(1);
        assertThat(it.log.acknowledgeablePosition()).isEqualTo(position);
        assertThat(it.log.durablePosition()).isLessThan(position);
        assertThat(wakes).containsExactly(position);
        assertThat(new LogFixture(disk.processDeath()).replayed).containsExactly("a", "b");
        // Nothing new is nothing to do.
        it.log.handOver();
        assertThat(disk.operations() - before).isEqualTo(1);
        // A power loss may still take it.
        assertThat(IntStream.range(0, 30).mapToObj(seed -> {
                    try {
                        return new LogFixture(disk.crash(seed)).replayed.size();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .contains(0);
    }

    @Test
    void aHandOverWaitsForNoSync() throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withMode(SyncMode.PERIODIC), 0, DamagePolicy.REFUSE);
        // The file is not made yet, and making it takes syncs: that is for the syncing thread.
        long first = it.append("x".repeat(900));
        long before = disk.operations();
        it.log.handOver();
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(it.log.acknowledgeablePosition()).isLessThan(first);
        it.executor.runAll();
        assertThat(it.log.acknowledgeablePosition()).isEqualTo(first);
        // The next segment may be written when this one is synced.
        long position = first;
        while (LogPosition.sequence(position) == 1) {
            position = it.append("x".repeat(900));
        }
        long syncs = it.syncs();
        it.log.handOver();
        assertThat(it.syncs()).isEqualTo(syncs);
        assertThat(it.log.acknowledgeablePosition()).isLessThan(position);
        it.executor.runAll();
        assertThat(it.log.acknowledgeablePosition()).isGreaterThanOrEqualTo(position);
        assertThat(new LogFixture(disk.processDeath()).replayed).hasSize(5);
    }

    @Test
    void aFailedHandOverAcknowledgesNothing() throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withMode(SyncMode.PERIODIC), 0, DamagePolicy.REFUSE);
        it.log.prepareFirst();
        it.executor.runAll();
        disk.setFault(operation -> operation.kind() == Kind.WRITE ? Verdict.FAIL : Verdict.WORK);
        long position = it.append("lost");
        it.log.handOver();
        assertThat(it.log.isAvailable()).isFalse();
        assertThat(it.log.acknowledgeablePosition()).isLessThan(position);
        disk.setFault(Fault.NONE);
        it.log.handOver();
        assertThat(it.log.acknowledgeablePosition()).isLessThan(position);
    }

    /// The pools are stopped before the log is closed.
    @Test
    void itClosesWhenNobodyPreparesAnyMore() throws IOException {
        disk.createDirectories(LogFixture.DIRECTORY);
        Executor stopped = task -> {
            throw new RejectedExecutionException();
        };
        var log = new CommitLog(
                disk,
                LogFixture.DIRECTORY,
                LogFixture.OPTIONS,
                new ManualClock(0),
                LogFixture.random(),
                Runnable::run,
                stopped,
                (delay, task) -> {},
                1,
                List.of());
        byte[] bytes = {'a'};
        long position = log.append(bytes, 1, bytes, 0, 0);
        assertThat(log.durablePosition()).isEqualTo(position);
        log.close();
        assertThat(new LogFixture(disk.crash(1)).replayed).containsExactly("a");
    }

    @Test
    void afterAFailedSyncNothingIsAcknowledgedUntilARestart() throws IOException {
        var it = new LogFixture(disk);
        long safe = it.append("safe");
        it.executor.runAll();
        disk.setFault(operation -> operation.kind() == Kind.SYNC ? Verdict.FAIL : Verdict.WORK);
        long doubtful = it.append("doubtful");
        it.executor.runAll();
        disk.setFault(Fault.NONE);
        assertThat(it.log.isAvailable()).isFalse();
        assertThatThrownBy(() -> it.append("refused"))
                .isInstanceOf(CommitLogUnavailableException.class)
                .hasMessageContaining("its disk failed");
        it.executor.runAll();
        assertThat(it.log.durablePosition()).isGreaterThanOrEqualTo(safe).isLessThan(doubtful);

        long failed = it.log.failedThrough();
        it.log.restart(); // as if the engine had flushed
        assertThat(it.log.durablePosition()).isGreaterThan(doubtful);
        it.log.delete(failed);
        it.append("after");
        it.executor.runAll();
        assertThat(new LogFixture(disk.crash(1), LogFixture.OPTIONS, failed, DamagePolicy.REFUSE).replayed)
                .containsExactly("after");
    }

    @Test
    void segmentsThatAreNotNeededGo() throws IOException {
        var it = new LogFixture(disk);
        for (int i = 0; i < 20; i++) {
            it.append("x".repeat(900));
            it.executor.runAll();
        }
        long tail = it.log.tail();
        long through = it.log.lastSegmentBefore(tail);
        assertThat(through).isEqualTo(LogPosition.sequence(tail) - 1);
        it.log.delete(through);
        assertThat(new LogFixture(disk.crash(1), LogFixture.OPTIONS, through, DamagePolicy.REFUSE).replayed.size())
                .isBetween(1, 4);
        assertThat(it.log.lastSegmentBefore(tail)).isZero();
    }

    /// Whenever the power goes, what was durable is in the log or in the archive.
    @Test
    void anArchiveKeepsWhatTheLogLetsGo() throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withArchive("kept"), 0, DamagePolicy.REFUSE);
        var texts = IntStream.range(0, 20).mapToObj(i -> i + "x".repeat(900)).toList();
        for (String text : texts) {
            it.append(text);
            it.executor.runAll();
        }
        long through = it.log.lastSegmentBefore(it.log.tail());
        assertThat(through).isGreaterThan(3);
        var seeds = new SplittableRandom(1);
        disk.observe(operation -> assertAllIsThere(disk.crash(seeds.nextLong()), texts));
        it.log.delete(through);
        it.log.delete(through); // again, as after a crash
        disk.observe(operation -> {});
        assertAllIsThere(disk.crash(1), texts);
        assertThat(disk.list("kept")).hasSize((int) through);
        assertThat(disk.list(LogFixture.DIRECTORY)).doesNotContainAnyElementsOf(disk.list("kept"));
    }

    private static void assertAllIsThere(MemoryDisk left, List<String> texts) {
        var found = new TreeSet<String>();
        try {
            for (String path : left.files()) {
                if (path.endsWith(".log")) {
                    try (var reader = SegmentReader.open(left, path, SegmentReader.newWindow())) {
                        while (reader.next()) {
                            found.add(new String(reader.array(), reader.bodyOffset(), reader.bodyLength(), UTF_8));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(found).containsAll(texts);
    }

    /// A segment that cannot be kept is not let go.
    @Test
    void aFullArchiveHoldsTheLogBack() throws IOException {
        var it = new LogFixture(disk, LogFixture.OPTIONS.withArchive("kept"), 0, DamagePolicy.REFUSE);
        for (int i = 0; i < 20; i++) {
            it.append("x".repeat(900));
            it.executor.runAll();
        }
        long through = it.log.lastSegmentBefore(it.log.tail());
        int files = disk.files().size();
        disk.setFault(operation -> operation.kind() == Kind.LINK ? Verdict.FULL : Verdict.WORK);
        assertThatThrownBy(() -> it.log.delete(through)).isInstanceOf(DiskFullException.class);
        assertThat(disk.files()).hasSize(files);
        disk.setFault(Fault.NONE);
        it.log.delete(through);
        assertThat(disk.list("kept")).hasSize((int) through);
    }

    @Test
    void damageBelowASyncedPlaceIsNamed() throws IOException {
        var it = new LogFixture(disk);
        it.append("first record");
        it.executor.runAll();
        it.append("second record");
        it.executor.runAll();
        it.append("third record");
        it.executor.runAll();
        var left = disk.processDeath();
        String file = left.files().getFirst();
        left.flipBit(file, (SegmentFormat.HEADER_BYTES + 14) * 8L);
        assertThatThrownBy(() -> new LogFixture(left))
                .isInstanceOfSatisfying(CorruptCommitLogException.class, e -> {
                    assertThat(e.file()).isEqualTo(file);
                    assertThat(e.offset()).isEqualTo(SegmentFormat.HEADER_BYTES);
                })
                .hasMessageContaining("damaged at byte 48");
        // Nothing was changed, and the choice to go on keeps what is whole.
        var salvaged = new LogFixture(left, LogFixture.OPTIONS, 0, DamagePolicy.SALVAGE);
        assertThat(salvaged.replayed).containsExactly("second record", "third record");
        assertThat(salvaged.result.damaged()).containsExactly(file);
    }

    @Test
    void everyFlippedBitIsFoundOrHarmlessOrInTheLastGroup() throws IOException {
        var it = new LogFixture(disk);
        for (int i = 0; i < 8; i++) {
            it.append("record number " + i);
            it.executor.runAll();
        }
        it.log.close();
        String file = disk.files().getFirst();
        var all = List.copyOf(
                IntStream.range(0, 8).mapToObj(i -> "record number " + i).toList());
        int found = 0;
        for (long bit = 0; bit < 700 * 8; bit += 3) {
            var left = disk.processDeath();
            left.flipBit(file, bit);
            try {
                // A log that was closed in order has no last group to doubt, but for its closing mark
                // itself.
                assertThat(new LogFixture(left).replayed).isEqualTo(all);
            } catch (CorruptCommitLogException e) {
                found++;
            }
        }
        assertThat(found).isGreaterThan(700);
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        var it = new LogFixture(disk);
        for (int i = 0; i < 20; i++) {
            it.append("x".repeat(900));
            it.executor.runAll();
        }
        disk.delete("log/" + SegmentFormat.name(2));
        assertThatThrownBy(() -> new LogFixture(disk.processDeath()))
                .isInstanceOf(CorruptCommitLogException.class)
                .hasMessageContaining("0000000000000002.log")
                .hasMessageContaining("missing");
    }

    /// The format is on users' disks: this may not change.
    @Test
    void theLayoutIsAsDrawn() throws IOException {
        var it = new LogFixture(disk);
        it.append("abcdef");
        it.executor.runAll();
        it.append("g");
        it.executor.runAll();
        it.log.close();
        var bytes = ByteBuffer.allocate(136);
        try (var file = disk.open("log/commitlog-0000000000000001.log", OpenMode.READ)) {
            file.readFully(0, bytes);
        }
        var fields = new Dump(bytes.array())
                .field(8, "magic")
                .field(4, "version")
                .field(4, "size of the file")
                .field(16, "id")
                .field(8, "sequence")
                .field(4, "checksum of the header")
                .field(4, "zero")
                .field(4, "a mutation of 6 bytes")
                .field(4, "synced below")
                .field(4, "checksum of the record's header")
                .field(6, "body")
                .field(4, "checksum of the body")
                .field(2, "zeros to a multiple of four")
                .field(4, "a mutation of 1 byte")
                .field(4, "synced below")
                .field(4, "checksum of the record's header")
                .field(1, "body")
                .field(4, "checksum of the body")
                .field(3, "zeros to a multiple of four")
                .field(4, "a mark of what is synced")
                .field(4, "synced below")
                .field(4, "checksum")
                .field(4, "a mark that the log was closed in order")
                .field(4, "synced below")
                .field(4, "checksum")
                .field(16, "nothing was written here");
        assertThat(fields.toString()).isEqualTo("""
                        0: 48454c4e534c4f47  # magic
                        8: 00000001  # version
                        12: 00001000  # size of the file
                        16: 7639b5d9f443429850296648df4864e5  # id
                        32: 0000000000000001  # sequence
                        40: 885fa6e9  # checksum of the header
                        44: 00000000  # zero
                        48: 10000006  # a mutation of 6 bytes
                        52: 00000030  # synced below
                        56: a2664a8a  # checksum of the record's header
                        60: 616263646566  # body
                        66: ebe0d9d8  # checksum of the body
                        70: 0000  # zeros to a multiple of four
                        72: 10000001  # a mutation of 1 byte
                        76: 00000048  # synced below
                        80: 07fc3777  # checksum of the record's header
                        84: 67  # body
                        85: 42246809  # checksum of the body
                        89: 000000  # zeros to a multiple of four
                        92: 20000000  # a mark of what is synced
                        96: 00000048  # synced below
                        100: 1d5f651a  # checksum
                        104: 40000000  # a mark that the log was closed in order
                        108: 00000068  # synced below
                        112: 6b31333d  # checksum
                        116: 00000000000000000000000000000000  # nothing was written here
                        """);
    }

    private static final class Dump {
        private final byte[] bytes;
        private final StringBuilder lines = new StringBuilder();
        private int at;

        Dump(byte[] bytes) {
            this.bytes = bytes;
        }

        Dump field(int width, String meaning) {
            String hex = HexFormat.of().formatHex(bytes, at, at + width);
            lines.append(at)
                    .append(": ")
                    .append(hex)
                    .append("  # ")
                    .append(meaning)
                    .append('\n');
            at += width;
            return this;
        }

        @Override
        public String toString() {
            return lines.toString();
        }
    }
}
