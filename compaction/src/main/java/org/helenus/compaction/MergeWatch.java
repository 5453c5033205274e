package org.helenus.compaction;

import java.util.function.BooleanSupplier;

/// Who watches a merge on its way. Calls come from the threads of all its parts, between two slices.
@FunctionalInterface
interface MergeWatch {
    /// Whether the merge must end; may take its time, when the merge is to stand still.
    boolean mustStop();

    /// The merge begins.
    ///
    /// @param bytes of what it will read, uncompressed
    default void begins(long bytes) {}

    /// It has read some more, about.
    ///
    /// @param bytes of what it said at the beginning
    default void read(long bytes) {}

    /// The same, ending also when `other` says so.
    default MergeWatch or(BooleanSupplier other) {
        return new MergeWatch() {
            @Override
            public boolean mustStop() {
                return MergeWatch.this.mustStop() || other.getAsBoolean();
            }

            @Override
            public void begins(long bytes) {
                MergeWatch.this.begins(bytes);
            }

            @Override
            public void read(long bytes) {
                MergeWatch.this.read(bytes);
            }
        };
    }
}
