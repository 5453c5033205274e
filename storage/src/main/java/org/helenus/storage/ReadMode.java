package org.helenus.storage;

/// What a read may do when a block is not in memory.
public enum ReadMode {
    /// The first missing block throws [NotInMemoryException]; the caller runs the read again on an I/O thread. For
    /// event loops.
    MEMORY_ONLY,
    /// Missing blocks are read on this thread.
    MAY_BLOCK
}
