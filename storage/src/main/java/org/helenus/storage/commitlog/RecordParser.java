package org.helenus.storage.commitlog;

import java.util.zip.CRC32C;
import org.helenus.storage.commitlog.RecordFormat.Kind;

/// Reads one record at a time out of an array, without garbage: [RecordFormat] backwards. One thread.
final class RecordParser {
    private final CRC32C crc = new CRC32C();
    /// What a header's checksum covers.
    private final byte[] checked = new byte[16];

    private Kind kind = Kind.END;
    private int known;
    private int bodyLength;

    /// Reads the header at `at`, where the array has a header's bytes.
    ///
    /// @param seed of the segment
    /// @param offset of the record in the segment
    /// @return whether there is one
    boolean header(byte[] in, int at, int seed, int offset) {
        var found = RecordFormat.kindOf(RecordFormat.readInt(in, at));
        if (found.isEmpty()) {
            return false;
        }
        put(0, seed);
        put(4, offset);
        System.arraycopy(in, at, checked, 8, 8);
        crc.reset();
        crc.update(checked, 0, 16);
        if ((int) crc.getValue() != RecordFormat.readInt(in, at + 8)) {
            return false;
        }
        kind = found.get();
        bodyLength = kind == Kind.MUTATION ? RecordFormat.readInt(in, at) & RecordFormat.MAX_BODY_BYTES : 0;
        known = RecordFormat.readInt(in, at + 4);
        return true;
    }

    /// Right after [#header] has found a mutation: whether its body is whole, where the array has it and the
    /// checksum behind it.
    boolean body(byte[] in, int bodyAt) {
        crc.update(in, bodyAt, bodyLength);
        return (int) crc.getValue() == RecordFormat.readInt(in, bodyAt + bodyLength);
    }

    Kind kind() {
        return kind;
    }

    int known() {
        return known;
    }

    int bodyLength() {
        return bodyLength;
    }

    /// Bytes to the next record.
    int size() {
        return kind == Kind.MUTATION ? RecordFormat.size(bodyLength) : RecordFormat.MARK_BYTES;
    }

    private void put(int at, int value) {
        checked[at] = (byte) (value >>> 24);
        checked[at + 1] = (byte) (value >>> 16);
        checked[at + 2] = (byte) (value >>> 8);
        checked[at + 3] = (byte) value;
    }
}
