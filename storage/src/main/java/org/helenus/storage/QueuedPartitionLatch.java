package org.helenus.storage;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// A latch for each partition that somebody holds; those who wait stand in a queue.
///
/// Who releases runs the next holder. When that one releases before it returns, the one after it is run by the same
/// loop, not inside: a long queue needs no deep stack.
final class QueuedPartitionLatch implements PartitionLatch {
    private record Key(byte[] bytes, int hash) {
        static Key of(byte[] prefix) {
            return new Key(prefix, Arrays.hashCode(prefix));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// Guarded by the map's entry: touched only inside `compute`.
    private static final class Queue {
        final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        Thread runner;
        Runnable next;
    }

    private final ConcurrentHashMap<Key, Queue> held = new ConcurrentHashMap<>();

    @Override
    public void acquire(byte[] partitionPrefix, Runnable task) {
        var key = Key.of(partitionPrefix);
        var ours = new boolean[1];
        held.compute(key, (k, queue) -> {
            if (queue == null) {
                ours[0] = true;
                return new Queue();
            }
            queue.waiting.add(task);
            return queue;
        });
        if (ours[0]) {
            run(key, task);
        }
    }

    @Override
    public void release(byte[] partitionPrefix) {
        var key = Key.of(partitionPrefix);
        var next = new Runnable[1];
        held.compute(key, (k, queue) -> {
            if (queue == null) {
                throw new IllegalStateException("a latch was released that nobody holds");
            }
            var first = queue.waiting.poll();
            if (first == null) {
                return null;
            }
            if (Thread.currentThread().equals(queue.runner)) {
                queue.next = first;
            } else {
                next[0] = first;
            }
            return queue;
        });
        if (next[0] != null) {
            run(key, next[0]);
        }
    }

    private void run(Key key, Runnable first) {
        var task = first;
        while (task != null) {
            held.computeIfPresent(key, (k, queue) -> {
                queue.runner = Thread.currentThread();
                return queue;
            });
            try {
                task.run();
            } finally {
                var next = new Runnable[1];
                held.computeIfPresent(key, (k, queue) -> {
                    if (Thread.currentThread().equals(queue.runner)) {
                        next[0] = queue.next;
                        queue.next = null;
                        if (next[0] == null) {
                            queue.runner = null;
                        }
                    }
                    return queue;
                });
                task = next[0];
            }
        }
    }
}
