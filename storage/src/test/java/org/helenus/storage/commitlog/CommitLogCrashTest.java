package org.helenus.storage.commitlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.helenus.storage.Seeds;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// The log alone under crashes at every operation, and crashes of the recovery.
final class CommitLogCrashTest {
    private int crashes;

    @Test
    void whatWasDurableIsReplayedAndNothingElseThanAPrefix() throws IOException {
        for (int workload = 0; workload < 6; workload++) {
            long seed = Seeds.or(20261121L) + workload;
            try {
                run(seed);
            } catch (AssertionError | IOException e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        }
        assertThat(crashes).isGreaterThan(1_000);
    }

    private void run(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var disk = new MemoryDisk(seed);
        var written = new ArrayList<String>();
        int durable = 0;
        for (int life = 0; life < 4; life++) {
            var it = new LogFixture(disk);
            // The last life may have ended with records in the buffers, or in a page cache that is not on
            // the disk.
            assertThat(it.replayed).isEqualTo(written.subList(0, it.replayed.size()));
            assertThat(it.replayed.size()).isGreaterThanOrEqualTo(durable);
            written.subList(it.replayed.size(), written.size()).clear();
            var positions = new ArrayList<Long>();
            int before = written.size();
            disk.observe(operation -> {
                if (operation.kind().changesDisk()) {
                    int durableCount = before + count(positions, it.log.durablePosition());
                    try {
                        check(disk, random.split(), List.copyOf(written), durableCount);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            for (int i = 0; i < 40; i++) {
                String text = life + "/" + i + "/" + "x".repeat(random.nextInt(random.nextInt(4) == 0 ? 1500 : 60));
                written.add(text);
                positions.add(Long.MAX_VALUE); // not known before append returns, and it may sync inside
                positions.set(positions.size() - 1, it.append(text));
                if (random.nextInt(3) == 0) {
                    it.executor.runAll();
                }
                if (random.nextInt(15) == 0) {
                    it.log.rotate();
                }
            }
            if (random.nextBoolean()) {
                it.log.close();
            }
            disk.observe(operation -> {});
            durable = before + count(positions, it.log.durablePosition());
        }
    }

    private static int count(List<Long> positions, long durable) {
        return (int) positions.stream().filter(position -> position <= durable).count();
    }

    private void check(MemoryDisk disk, SplittableRandom random, List<String> written, int durable) throws IOException {
        for (int i = 0; i < 3; i++) {
            var left = disk.crash(random.nextLong());
            crashes++;
            if (i == 0) {
                // The power goes again, in every moment of the recovery.
                left.observe(operation -> {
                    if (operation.kind().changesDisk()) {
                        try {
                            verify(left.crash(random.nextLong()), written, durable);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                });
            }
            var it = verify(left, written, durable);
            left.observe(operation -> {});
            int count = it.replayed.size();
            it.append("goes on");
            it.executor.runAll();
            var again = new LogFixture(left.crash(random.nextLong()));
            assertThat(again.replayed.subList(0, count)).isEqualTo(it.replayed);
            assertThat(again.replayed.subList(count, again.replayed.size())).containsExactly("goes on");
        }
    }

    private static LogFixture verify(MemoryDisk left, List<String> written, int durable) throws IOException {
        var it = new LogFixture(left);
        assertThat(it.replayed.size()).isBetween(durable, written.size());
        assertThat(it.replayed).isEqualTo(written.subList(0, it.replayed.size()));
        return it;
    }
}
