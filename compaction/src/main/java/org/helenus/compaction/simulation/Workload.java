package org.helenus.compaction.simulation;

import java.time.Duration;

/// What clients do to one table.
///
/// @param span how long they write
/// @param writesPerSecond rows written, updated and deleted
/// @param rowBytes of a row on disk
/// @param keys that may exist when it begins; updates and deletions choose among these and what was inserted since
/// @param updates share of the writes that go to such a key, 0 … 1
/// @param deletes share of the writes that delete such a key
/// @param choice how the key is chosen
/// @param ttl of each row, zero for none
/// @param gcGrace `gc_grace_seconds` of the table
/// @param flushBytes of rows make a file
public record Workload(
        Duration span,
        double writesPerSecond,
        int rowBytes,
        long keys,
        double updates,
        double deletes,
        Choice choice,
        Duration ttl,
        Duration gcGrace,
        long flushBytes) {
    /// Which of the keys there are.
    public enum Choice {
        /// Each as often as any other.
        UNIFORM,
        /// A few very often, most hardly ever: the n-th most popular about 1/n as often as the first.
        ZIPF,
        /// The newest ones most.
        LATEST
    }

    public Workload {
        require(!span.isNegative() && !span.isZero(), "a workload of " + span);
        require(writesPerSecond > 0, "writes a second must be more than 0");
        require(rowBytes >= 1, "rows have at least one byte");
        require(keys >= 0, "keys must not be negative");
        require(updates >= 0 && deletes >= 0 && updates + deletes <= 1, "updates and deletes are shares of all writes");
        require(updates + deletes < 1 || keys > 0, "without inserts there must be keys to begin with");
        require(!ttl.isNegative() && !gcGrace.isNegative(), "times must not be negative");
        require(flushBytes >= rowBytes, "a flush takes at least a row");
        require(flushes(span, writesPerSecond, rowBytes, flushBytes) <= 1_000_000, "more than a million flushes");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    private static double flushes(Duration span, double writesPerSecond, int rowBytes, long flushBytes) {
        return span.toMillis() / 1000.0 * writesPerSecond * rowBytes / flushBytes;
    }

    /// How many files are flushed.
    public int flushes() {
        return (int) Math.max(1, Math.round(flushes(span, writesPerSecond, rowBytes, flushBytes)));
    }

    double rowsPerFlush() {
        return (double) flushBytes / rowBytes;
    }
}
