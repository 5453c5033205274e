package org.helenus.storage;

/// An asynchronous lock per partition, for whoever reads before it writes (conditions, counters, list positions). No
/// thread waits: who does not get it is queued and called by the one that releases. Plain writes do not take it.
public interface PartitionLatch {
    /// Runs `held` once the partition is ours: now on this thread, or later on the thread that releases it. First
    /// come, first served. `held` (or what it starts) must end in exactly one [#release] of the same prefix, also
    /// on failure.
    ///
    /// @param partitionPrefix the bytes of a row key that name the partition
    void acquire(byte[] partitionPrefix, Runnable held);

    /// Hands the partition to the next in the queue.
    void release(byte[] partitionPrefix);
}
