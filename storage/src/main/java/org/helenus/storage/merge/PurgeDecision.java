package org.helenus.storage.merge;

/// Whether a deletion has nothing left to do: asked for each that a [RowPurger] meets.
@FunctionalInterface
public interface PurgeDecision {
    /// @param timestamp of the deletion, microseconds
    /// @param deletionSeconds when it was made, since 1970; of an expired value: when that was written
    boolean mayGo(long timestamp, long deletionSeconds);
}
