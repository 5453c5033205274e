package org.helenus.storage;

/// What a read may do when a block is not in memory, and whether what it touches is counted.
///
/// Threads: the two constants serve any; a mode that counts belongs to one read.
public final class ReadMode {
    /// The first missing block throws [NotInMemoryException], and so does a large row; the caller runs the read
    /// again on an I/O thread. For
    /// event loops.
    public static final ReadMode MEMORY_ONLY = new ReadMode(false, false, new ReadCounts());
    /// Missing blocks are read on this thread.
    public static final ReadMode MAY_BLOCK = new ReadMode(true, false, new ReadCounts());

    private final boolean mayBlock;
    private final boolean counted;
    private final ReadCounts counts;

    private ReadMode(boolean mayBlock, boolean counted, ReadCounts counts) {
        this.mayBlock = mayBlock;
        this.counted = counted;
        this.counts = counts;
    }

    /// As [#MAY_BLOCK], and counts.
    public static ReadMode counting(ReadCounts counts) {
        return new ReadMode(true, true, counts);
    }

    /// As `mode`, and counts.
    public static ReadMode counting(ReadMode mode, ReadCounts counts) {
        return new ReadMode(mode.mayBlock, true, counts);
    }

    public boolean mayBlock() {
        return mayBlock;
    }

    /// Whether [#counts] are to be kept; nobody else may touch them.
    public boolean isCounted() {
        return counted;
    }

    public ReadCounts counts() {
        return counts;
    }
}
