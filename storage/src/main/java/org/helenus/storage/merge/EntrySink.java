package org.helenus.storage.merge;

import java.lang.foreign.MemorySegment;

/// Takes the raw value of one row: `length` bytes from `offset` of `segment`, which are the giver's and may change
/// when the call has returned.
@FunctionalInterface
public interface EntrySink {
    void accept(MemorySegment segment, long offset, int length);
}
