package org.helenus.query.modify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.PartitionLatch;
import org.helenus.storage.StorageEngine;

/// The partitions that a request must have for itself while it reads, decides and writes. Everybody takes them in one
/// order, by table and key, so nobody waits in a circle. Threads: those on which the latches call.
final class Claims {
    private final List<Claim> claims;

    /// The latch is kept, not looked up again: a table that is dropped meanwhile must still be given back.
    private record Claim(PartitionLatch latch, byte[] prefix) {}

    private Claims(List<Claim> claims) {
        this.claims = claims;
    }

    /// @throws InvalidRequest when conditions are about more than one partition
    static Claims of(WriteRequest request, StorageEngine storage) {
        var ordered =
                new TreeMap<TableId, TreeMap<byte[], Claim>>((a, b) -> a.uuid().compareTo(b.uuid()));
        int count = 0;
        boolean conditionalBatch = request.isConditional() && request.batch().isPresent();
        for (Write write : request.writes()) {
            ModifyPlan plan = write.plan();
            if (conditionalBatch && plan.partitions().listsSeveral()) {
                throw new InvalidRequest("Batch with conditions cannot span multiple partitions"
                        + " (you cannot use IN on the partition key)");
            }
            if (conditionalBatch && plan.clustering().listsSeveral()) {
                throw new InvalidRequest("IN on the clustering key columns is not supported with conditional "
                        + (plan.isDeletion() ? "deletions" : "updates"));
            }
            PartitionLatch latch = storage.table(plan.table().id()).latch();
            var ofTable = ordered.computeIfAbsent(plan.table().id(), _ -> new TreeMap<>(Arrays::compareUnsigned));
            for (byte[] key : plan.partitions().wireKeys(write.scope())) {
                byte[] prefix = plan.codec().partitionPrefix(key);
                count += ofTable.put(prefix, new Claim(latch, prefix)) == null ? 1 : 0;
            }
        }
        if (request.isConditional() && count > 1) {
            throw new InvalidRequest(
                    ordered.size() > 1
                            ? "Batch with conditions cannot span multiple tables"
                            : "Batch with conditions cannot span multiple partitions");
        }
        var all = new ArrayList<Claim>(count);
        ordered.values().forEach(ofTable -> all.addAll(ofTable.values()));
        return new Claims(all);
    }

    /// Runs `held` once all are ours: on this thread, or, when another holds one of them, later.
    ///
    /// @param pool goes on after a wait for one of several, so that a long queue needs no deep stack
    void acquire(Runnable held, Executor pool) {
        if (claims.size() == 1) {
            claims.getFirst().latch().acquire(claims.getFirst().prefix(), held);
        } else {
            new Acquisition(held, pool).goOn();
        }
    }

    void release() {
        for (Claim claim : claims) {
            claim.latch().release(claim.prefix());
        }
    }

    /// Takes the claims one after the other, in a loop as long as nobody is in the way.
    private final class Acquisition {
        private final Runnable held;
        private final Executor pool;
        private int next;

        Acquisition(Runnable held, Executor pool) {
            this.held = held;
            this.pool = pool;
        }

        void goOn() {
            while (next < claims.size()) {
                Claim claim = claims.get(next++);
                var step = new Step();
                claim.latch().acquire(claim.prefix(), step);
                if (step.waits()) {
                    return;
                }
            }
            held.run();
        }

        /// Tells whether a latch was ours at once, or calls later; one of the two goes on, never both.
        private final class Step extends AtomicInteger implements Runnable {
            private static final int ASKED = 0;
            private static final int OURS = 1;
            private static final int WAITING = 2;

            Step() {
                super(ASKED);
            }

            boolean waits() {
                return compareAndSet(ASKED, WAITING);
            }

            @Override
            public void run() {
                if (compareAndSet(ASKED, OURS)) {
                    return;
                }
                try {
                    pool.execute(Acquisition.this::goOn);
                } catch (RejectedExecutionException e) {
                    goOn();
                }
            }
        }
    }
}
