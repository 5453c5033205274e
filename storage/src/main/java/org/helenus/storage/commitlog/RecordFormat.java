package org.helenus.storage.commitlog;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// One record of a segment. Integers are big-endian; a record begins at a multiple of four.
///
///     offset  size  field
///          0     4  kind (highest 4 bits) and length n of the body (28 bits); all zero: nothing was written here
///          4     4  known synced: the offset in this segment below which all was on the disk when this was written
///          8     4  header checksum: CRC-32C of segment id, this record's offset, and the 8 bytes above
///         12     n  body; marks have none and end here
///     12 + n     4  body checksum: the header's CRC-32C carried on over the body
///     16 + n        zeros up to a multiple of four
///
/// The checksums cover the segment's id and the place in it: a record of another segment, or moved, is not a record.
/// A segment's records reach the disk only when the segment before is synced to its end, so whoever sees one knows
/// that.
///
/// Writers fill a record in memory and set its first word last (release), which is how the syncing thread knows it
/// whole.
final class RecordFormat {
    static final int HEADER_BYTES = 12;
    static final int MARK_BYTES = HEADER_BYTES;
    static final int OVERHEAD_BYTES = HEADER_BYTES + 4 + 3;
    static final int ALIGNMENT = 4;
    static final int MAX_BODY_BYTES = (1 << 28) - 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt UNALIGNED_INT = INT.withByteAlignment(1);
    private static final VarHandle INT_ACCESS = INT.varHandle();
    private static final VarHandle ARRAY_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /// What a record is for. The numbers are on the disk.
    enum Kind {
        /// A mutation.
        MUTATION(1, "mutation"),
        /// Only says what is known synced.
        SYNCED(2, "synced"),
        /// Nothing follows in this segment.
        END(3, "end"),
        /// As END, and the log was closed in order.
        CLOSED(4, "closed");

        final int number;

        final String word;

        Kind(int number, String word) {
            this.number = number;
            this.word = word;
        }
    }

    /// By number.
    private static final List<Optional<Kind>> KINDS = kinds();

    private RecordFormat() {}

    private static List<Optional<Kind>> kinds() {
        var kinds = new ArrayList<Optional<Kind>>(Collections.nCopies(16, Optional.empty()));
        for (var kind : Kind.values()) {
            kinds.set(kind.number, Optional.of(kind));
        }
        return List.copyOf(kinds);
    }

    /// Bytes that a record with this body takes.
    static int size(int bodyLength) {
        return HEADER_BYTES + bodyLength + 4 + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /// What a segment's id contributes to each checksum.
    static int seed(UUID id) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
        return (int) crc.getValue();
    }

    /// Writes a mutation's record at `at`; its body is `head` and then `body`.
    static void writeMutation(
            MemorySegment out,
            int at,
            int seed,
            int offset,
            int known,
            byte[] head,
            int headLength,
            byte[] body,
            int bodyOffset,
            int bodyLength) {
        int word = word(Kind.MUTATION, headLength + bodyLength);
        var crc = new CRC32C();
        header(crc, seed, offset, word, known);
        out.set(INT, at + 4L, known);
        out.set(INT, at + 8L, (int) crc.getValue());
        MemorySegment.copy(head, 0, out, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, headLength);
        crc.update(head, 0, headLength);
        long bodyAt = at + HEADER_BYTES + (long) headLength;
        MemorySegment.copy(body, bodyOffset, out, ValueLayout.JAVA_BYTE, bodyAt, bodyLength);
        crc.update(body, bodyOffset, bodyLength);
        out.set(UNALIGNED_INT, bodyAt + bodyLength, (int) crc.getValue());
        INT_ACCESS.setRelease(out, (long) at, word);
    }

    static void writeMark(MemorySegment out, int at, int seed, int offset, Kind kind, int known) {
        int word = word(kind, 0);
        var crc = new CRC32C();
        header(crc, seed, offset, word, known);
        out.set(INT, at + 4L, known);
        out.set(INT, at + 8L, (int) crc.getValue());
        INT_ACCESS.setRelease(out, (long) at, word);
    }

    /// The size of the record at `at` when its writer is done with it, else 0.
    static int finishedSize(MemorySegment in, int at) {
        int word = (int) INT_ACCESS.getAcquire(in, (long) at);
        if (word == 0) {
            return 0;
        }
        return word >>> 28 == Kind.MUTATION.number ? size(word & MAX_BODY_BYTES) : MARK_BYTES;
    }

    /// The kind in a record's first word; empty when it is none.
    static Optional<Kind> kindOf(int word) {
        return KINDS.get(word >>> 28);
    }

    private static int word(Kind kind, int length) {
        return kind.number << 28 | length;
    }

    private static void header(CRC32C crc, int seed, int offset, int word, int known) {
        byte[] covered = new byte[4 * Integer.BYTES];
        ARRAY_INT.set(covered, 0, seed);
        ARRAY_INT.set(covered, 4, offset);
        ARRAY_INT.set(covered, 8, word);
        ARRAY_INT.set(covered, 12, known);
        crc.update(covered, 0, covered.length);
    }

    static int readInt(byte[] in, int at) {
        return in[at] << 24 | (in[at + 1] & 0xFF) << 16 | (in[at + 2] & 0xFF) << 8 | in[at + 3] & 0xFF;
    }
}
