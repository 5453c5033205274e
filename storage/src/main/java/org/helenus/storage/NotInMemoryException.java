package org.helenus.storage;

/// A read in [ReadMode#MEMORY_ONLY] met a block that is not in memory, or a row of so many elements that reading it
/// would hold an event loop up. Nothing is wrong: the same read in [ReadMode#MAY_BLOCK] answers. Carries no stack and
/// no
/// state, so its cost is that of a jump; keep one and throw it.
public final class NotInMemoryException extends RuntimeException {
    /// The one to throw.
    public static final NotInMemoryException INSTANCE = new NotInMemoryException();

    private NotInMemoryException() {
        super("a block is not in memory", null, false, false);
    }
}
