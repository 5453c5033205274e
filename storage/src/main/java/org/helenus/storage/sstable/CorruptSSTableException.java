package org.helenus.storage.sstable;

import java.io.IOException;

/// An SSTable does not hold what was written to it. Names the file, the byte where the damaged part begins, and what
/// is wrong with it; no row of that part was given out.
public final class CorruptSSTableException extends IOException {
    private final String file;
    private final long offset;

    public CorruptSSTableException(String file, long offset, String what) {
        super(message(file, offset, what));
        this.file = file;
        this.offset = offset;
    }

    public CorruptSSTableException(String file, long offset, String what, Throwable cause) {
        super(message(file, offset, what), cause);
        this.file = file;
        this.offset = offset;
    }

    private static String message(String file, long offset, String what) {
        return "corrupt SSTable " + file + " at byte " + offset + ": " + what;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
