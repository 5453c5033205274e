package org.helenus.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.helenus.storage.cache.SlabPool.Frame;
import org.junit.jupiter.api.Test;

final class SlabPoolTest {
    @Test
    void classesHoldWhatTheySay() {
        int last = 0;
        for (int bytes = 1; bytes <= 256 << 10; bytes++) {
            int frame = SlabPool.footprint(bytes);
            assertThat(frame).isGreaterThanOrEqualTo(bytes).isGreaterThanOrEqualTo(last);
            if (bytes > 1024) {
                assertThat(frame).isLessThanOrEqualTo(bytes + bytes / 4 + 1);
            }
            last = frame;
        }
        assertThat(SlabPool.footprint(1)).isEqualTo(1024);
        assertThat(SlabPool.footprint(1025)).isEqualTo(1280);
        assertThat(SlabPool.footprint(8192)).isEqualTo(8192);
        assertThat(SlabPool.footprint(8193)).isEqualTo(10240);
        assertThat(SlabPool.footprint(256 << 10)).isEqualTo(256 << 10);
        assertThat(SlabPool.footprint((256 << 10) + 1)).isEqualTo((256 << 10) + 1);
    }

    @Test
    void framesDoNotOverlapAndComeBack() {
        var pool = new SlabPool(32L << 20);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 100; i++) {
            int bytes = 1000 + 97 * i;
            var frame = pool.allocate(bytes, CachedBlock.NONE).orElseThrow();
            frame.memory().fill((byte) i);
            frames.add(frame);
        }
        for (int i = 0; i < 100; i++) {
            var memory = frames.get(i).memory();
            for (long at = 0; at < memory.byteSize(); at++) {
                assertThat(memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at))
                        .isEqualTo((byte) i);
            }
        }
        frames.forEach(pool::free);
        assertThat(pool.usedBytes()).isZero();
        assertThatThrownBy(() -> pool.free(frames.getFirst())).isInstanceOf(IllegalStateException.class);
        pool.close();
    }

    @Test
    void itEndsAtItsLimitAndGoesOnWhenFramesComeBack() {
        var pool = new SlabPool(2L << 20);
        var frames = new ArrayList<Frame>();
        while (true) {
            var frame = pool.allocate(8192, CachedBlock.NONE);
            if (frame.isEmpty()) {
                break;
            }
            frames.add(frame.get());
        }
        assertThat(frames).hasSize(256);
        assertThat(pool.reservedBytes()).isEqualTo(2L << 20);
        assertThat(pool.allocate(2000, CachedBlock.NONE)).isEmpty();
        assertThat(pool.allocate(300_000, CachedBlock.NONE)).isEmpty();
        for (Frame frame : frames.subList(0, 128)) { // one slab's worth, wherever they lie
            pool.free(frame);
        }
        assertThat(pool.allocate(2000, CachedBlock.NONE)).isPresent();
    }

    @Test
    void beyondALowerLimitMemoryGoesBackAsItComesFree() {
        var pool = new SlabPool(4L << 20);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 4 * 128; i++) {
            frames.add(pool.allocate(8192, CachedBlock.NONE).orElseThrow());
        }
        frames.subList(0, 128).forEach(pool::free);
        assertThat(pool.reservedBytes()).isEqualTo(4L << 20);
        assertThat(pool.limit(2L << 20)).isTrue();
        assertThat(pool.reservedBytes()).isEqualTo(3L << 20);
        frames.subList(128, 3 * 128).forEach(pool::free);
        assertThat(pool.reservedBytes()).isEqualTo(2L << 20);
        frames.subList(3 * 128, 4 * 128).forEach(pool::free);
        // What is within the limit is kept for the next.
        assertThat(pool.reservedBytes()).isEqualTo(2L << 20);
        assertThat(pool.limit(4L << 20)).isFalse();
        for (int i = 0; i < 4 * 128; i++) {
            assertThat(pool.allocate(8192, CachedBlock.NONE)).isPresent();
        }
        assertThat(pool.allocate(8192, CachedBlock.NONE)).isEmpty();
    }
}
