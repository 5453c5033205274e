package org.helenus.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class BlockCacheTest {
    private static void fill(MemorySegment into, int file, int index) {
        for (long at = 0; at < into.byteSize(); at++) {
            into.set(ValueLayout.JAVA_BYTE, at, (byte) (file * 31 + index * 7 + at));
        }
    }

    private static void check(CachedBlock block, int file, int index, int bytes) {
        var content = block.content();
        if (content.byteSize() != bytes) {
            throw new AssertionError("block " + index + " has " + content.byteSize() + " bytes, not " + bytes);
        }
        for (long at = 0; at < bytes; at++) {
            if (content.get(ValueLayout.JAVA_BYTE, at) != (byte) (file * 31 + index * 7 + at)) {
                throw new AssertionError("block " + index + " of file " + file + " has another's bytes at " + at);
            }
        }
    }

    private static CachedBlock pin(BlockTable table, int file, int index, int bytes) throws IOException {
        var block = table.find(index);
        return block != CachedBlock.NONE ? block : table.load(index, bytes, into -> fill(into, file, index));
    }

    @Test
    void aBlockIsLoadedOnceAndFoundAfterwards() throws Exception {
        try (var cache = new BlockCache(1 << 20, Runnable::run);
                var table = cache.table(10)) {
            assertThat(table.find(3)).isSameAs(CachedBlock.NONE);
            var block = table.load(3, 5000, into -> fill(into, 1, 3));
            check(block, 1, 3, 5000);
            block.unpin();
            var again = table.find(3);
            assertThat(again).isSameAs(block);
            again.unpin();
            var statistics = cache.statistics();
            assertThat(statistics.hits()).isEqualTo(1);
            assertThat(statistics.misses()).isEqualTo(1);
            assertThat(statistics.hitRate()).isEqualTo(0.5);
            assertThat(statistics.bytes()).isEqualTo(5120);
        }
    }

    @Test
    void aLoadThatFailsLeavesNothing() throws Exception {
        try (var cache = new BlockCache(1 << 20, Runnable::run);
                var table = cache.table(10)) {
            assertThatThrownBy(() -> table.load(3, 5000, into -> {
                        throw new IOException("broken");
                    }))
                    .hasMessage("broken");
            assertThat(table.find(3)).isSameAs(CachedBlock.NONE);
            assertThat(cache.statistics().bytes()).isZero();
        }
    }

    @Test
    void itKeepsWithinItsBytes() throws Exception {
        try (var cache = new BlockCache(1 << 20, Runnable::run);
                var table = cache.table(1000)) {
            for (int i = 0; i < 1000; i++) {
                pin(table, 1, i, 8000).unpin();
            }
            assertThat(cache.statistics().bytes()).isBetween(700_000L, 1L << 20);
            assertThat(table.size()).isBetween(100, 128);
            cache.account(512 << 10); // an index of half a megabyte is opened
            assertThat(cache.statistics().bytes()).isLessThanOrEqualTo(512 << 10);
            cache.account(-(512 << 10));
        }
    }

    /// What indexes and filters take, blocks do not: also as the system sees it.
    @Test
    void slabsGoBackWhenOpenFilesNeedTheirShare() throws Exception {
        try (var cache = new BlockCache(8 << 20, Runnable::run);
                var table = cache.table(2000)) {
            for (int i = 0; i < 2000; i++) {
                pin(table, 1, i, 8000).unpin();
            }
            assertThat(cache.reservedBytes()).isGreaterThan(7 << 20);
            cache.account(6 << 20);
            assertThat(cache.reservedBytes()).isLessThanOrEqualTo((2 << 20) + BlockCache.SLACK_BYTES);
            for (int i = 0; i < 2000; i++) {
                pin(table, 1, i, 8000).unpin();
            }
            assertThat(cache.reservedBytes()).isLessThanOrEqualTo((2 << 20) + BlockCache.SLACK_BYTES);
            cache.account(-(6 << 20));
        }
    }

    @Test
    void aBlockThatIsStoodOnOutlivesItsEviction() throws Exception {
        try (var cache = new BlockCache(64 << 10, Runnable::run);
                var table = cache.table(1000)) {
            var held = pin(table, 1, 0, 8000);
            for (int i = 1; i < 1000; i++) {
                pin(table, 1, i, 8000).unpin();
                check(held, 1, 0, 8000);
            }
            assertThat(cache.statistics().evictions()).isGreaterThan(900);
            held.unpin();
            assertThatThrownBy(held::unpin).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void slabsChangeHandsWhenSizesChange() throws Exception {
        try (var cache = new BlockCache(2 << 20, Runnable::run);
                var small = cache.table(1000);
                var large = cache.table(1000)) {
            for (int i = 0; i < 1000; i++) {
                pin(small, 1, i, 4000).unpin();
            }
            for (int i = 0; i < 10_000; i++) { // often enough to be preferred to what is there
                pin(large, 2, i % 25, 60_000).unpin();
            }
            assertThat(large.size()).isGreaterThan(10);
            assertThat(cache.reservedBytes()).isLessThanOrEqualTo((2 << 20) + BlockCache.SLACK_BYTES);
        }
    }

    @Test
    void noCapacityStillServesReaders() throws Exception {
        try (var cache = new BlockCache(0, Runnable::run);
                var table = cache.table(10)) {
            for (int i = 0; i < 10; i++) {
                var block = pin(table, 1, i, 100_000);
                check(block, 1, i, 100_000);
                block.unpin();
            }
            var huge = pin(table, 1, 0, 20 << 20);
            check(huge, 1, 0, 20 << 20);
            huge.unpin();
            assertThat(cache.statistics().bytes()).isZero();
        }
    }

    /// Readers pin, hold, check and unpin blocks of files that are closed and opened again under a cache far too
    /// small, so that memory is freed and used again all the time. A block freed too early shows another's bytes;
    /// one that is never freed fails the closing.
    @Test
    void nothingIsFreedWhileSomebodyReadsIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("BlockCacheTest.nothingIsFreed: " + seed);
        int threads = 4;
        var failed = new AtomicBoolean();
        try (var bookkeeping = Executors.newSingleThreadExecutor();
                var readers = Executors.newFixedThreadPool(threads)) {
            var cache = new BlockCache(300 << 10, bookkeeping);
            var shared = new ArrayList<BlockTable>();
            for (int file = 0; file < 3; file++) {
                shared.add(cache.table(64));
            }
            var tasks = new ArrayList<Future<Void>>();
            for (int i = 0; i < threads; i++) {
                var random = new SplittableRandom(seed + i);
                int own = 10 + i;
                Callable<Void> reader = () -> {
                    try {
                        read(cache, shared, own, random, failed);
                    } catch (Exception | Error e) {
                        failed.set(true);
                        throw e;
                    }
                    return null;
                };
                tasks.add(readers.submit(reader));
            }
            for (var task : tasks) {
                task.get();
            }
            shared.forEach(BlockTable::close);
            cache.settle();
            assertThat(cache.statistics().bytes()).isZero();
            cache.close();
        }
    }

    private record Held(CachedBlock block, int file, int index, int bytes) {}

    private static void read(
            BlockCache cache, ArrayList<BlockTable> shared, int own, SplittableRandom random, AtomicBoolean failed)
            throws IOException {
        var held = new ArrayDeque<Held>();
        var mine = cache.table(16);
        for (int i = 0; i < 30_000 && !failed.get(); i++) {
            boolean useOwn = random.nextInt(10) == 0;
            int file = useOwn ? own : random.nextInt(shared.size());
            int index = useOwn ? random.nextInt(16) : (int) Math.sqrt(random.nextInt(64 * 64));
            int bytes = 1 + (index * 977 + file * 131) % 20_000;
            held.add(new Held(pin(useOwn ? mine : shared.get(file), file, index, bytes), file, index, bytes));
            if (held.size() > random.nextInt(8)) {
                var next = held.poll();
                check(next.block, next.file, next.index, next.bytes);
                next.block.unpin();
            }
            if (random.nextInt(500) == 0) {
                mine.close();
                mine = cache.table(16);
            }
        }
        for (var last : held) {
            check(last.block, last.file, last.index, last.bytes);
            last.block.unpin();
        }
        mine.close();
    }
}
