package org.helenus.storage.disk;

/// What goes wrong on a [MemoryDisk]; asked before each call.
@FunctionalInterface
public interface Fault {
    /// A disk that works.
    Fault NONE = operation -> Verdict.WORK;

    /// What happens to the call.
    Verdict judge(DiskOperation operation);

    /// Ways to fail.
    enum Verdict {
        /// Nothing goes wrong.
        WORK,
        /// An I/O error and no effect; a failed sync also drops what it was to keep, as kernels do, so that
        /// the next sync succeeds without it.
        FAIL,
        /// A write leaves its first half, then fails. Other calls just fail.
        FAIL_HALFWAY,
        /// No space left.
        FULL,
        /// A sync that answers and does nothing. Other calls work.
        PRETEND,
        /// A read gives one bit wrong. Other calls work.
        FLIP_BIT
    }

    /// Fails one call: the `n`-th (from 0) of a kind.
    static Fault at(DiskOperation.Kind kind, long n, Verdict verdict) {
        return operation -> operation.kind() == kind && operation.indexOfKind() == n ? verdict : Verdict.WORK;
    }
}
