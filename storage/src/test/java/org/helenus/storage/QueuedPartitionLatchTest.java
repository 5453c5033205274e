package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class QueuedPartitionLatchTest {
    private static final byte[] A = {1, 2};
    private static final byte[] B = {1, 3};

    private final QueuedPartitionLatch latch = new QueuedPartitionLatch();

    @Test
    void oneHolderAPartitionFirstComeFirstServed() {
        var order = new ArrayList<String>();
        latch.acquire(A, () -> order.add("a1"));
        latch.acquire(A.clone(), () -> order.add("a2"));
        latch.acquire(A, () -> order.add("a3"));
        latch.acquire(B, () -> order.add("b1"));
        assertThat(order).containsExactly("a1", "b1");
        latch.release(A);
        latch.release(A.clone());
        assertThat(order).containsExactly("a1", "b1", "a2", "a3");
        latch.release(A);
        latch.acquire(A, () -> order.add("a4"));
        assertThat(order).endsWith("a4");
        latch.release(A);
        latch.release(B);
        assertThatThrownBy(() -> latch.release(A)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLongQueueNeedsNoDeepStack() {
        var count = new int[1];
        latch.acquire(A, () -> {});
        for (int i = 0; i < 100_000; i++) {
            latch.acquire(A, () -> {
                count[0]++;
                latch.release(A);
            });
        }
        latch.release(A);
        assertThat(count[0]).isEqualTo(100_000);
    }

    @Test
    void manyThreadsNeverHoldItTogether() throws InterruptedException {
        int threads = 4;
        int rounds = 5_000;
        var total = new long[] {0, 0};
        var done = new CountDownLatch(threads * rounds);
        try (var others = Executors.newFixedThreadPool(2);
                var pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                boolean asynchronous = t % 2 == 0;
                pool.execute(() -> {
                    for (int i = 0; i < rounds; i++) {
                        int which = i % 2;
                        byte[] key = List.of(A, B).get(which);
                        Runnable body = () -> {
                            total[which]++; // guarded by the latch alone
                            latch.release(key);
                            done.countDown();
                        };
                        latch.acquire(key, asynchronous ? () -> others.execute(body) : body);
                    }
                });
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(total[0] + total[1]).isEqualTo((long) threads * rounds);
    }
}
