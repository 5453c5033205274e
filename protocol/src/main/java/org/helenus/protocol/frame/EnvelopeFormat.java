package org.helenus.protocol.frame;

/// The head of every message, versions 3 and up. Integers are big-endian.
///
///     offset  size  field
///          0     1  version   the high bit is set in answers
///          1     1  flags
///          2     2  stream    0 … 32767 from clients, −1 for events
///          4     1  opcode
///          5     4  length    of the body that follows
///
/// Versions 1 and 2 had a stream of one byte, so a head of 8. They are known here only to be refused in their own
/// form.
public final class EnvelopeFormat {
    public static final int HEADER_BYTES = 9;
    public static final int RESPONSE = 0x80;

    public static final int FLAG_COMPRESSED = 0x01;
    public static final int FLAG_TRACING = 0x02;
    public static final int FLAG_CUSTOM_PAYLOAD = 0x04;
    public static final int FLAG_WARNING = 0x08;
    public static final int FLAG_BETA = 0x10;

    /// The stream of events, and of errors that belong to no request.
    public static final int EVENT_STREAM = -1;

    static final int LENGTH_OFFSET = 5;
    static final int OLD_HEADER_BYTES = 8;
    static final int NEWEST_OLD_VERSION = 2;

    private EnvelopeFormat() {}

    static int i32(byte[] a, int at) {
        return (a[at] & 0xff) << 24 | (a[at + 1] & 0xff) << 16 | (a[at + 2] & 0xff) << 8 | a[at + 3] & 0xff;
    }
}
