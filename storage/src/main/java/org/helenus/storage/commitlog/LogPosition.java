package org.helenus.storage.commitlog;

/// A place in the log as one `long` that only grows: `segment sequence << 32 | offset in the segment`. A record's
/// position is that of its end, so "durable up to p" covers it when `p` is at least its position. 0 is before all.
public final class LogPosition {
    /// Before every record.
    public static final long NONE = 0;

    private LogPosition() {}

    static long of(long sequence, int offset) {
        return sequence << 32 | Integer.toUnsignedLong(offset);
    }

    /// The segment.
    public static long sequence(long position) {
        return position >>> 32;
    }

    /// The byte in the segment.
    public static int offset(long position) {
        return (int) position;
    }
}
