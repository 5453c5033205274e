package org.helenus.storage.merge;

import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.ByteReader;
import org.helenus.storage.encoding.MalformedBytesException;

/// The bytes of a [DeletionList], version 1. Keys share what they have in common with the key before, because the
/// fragments of a partition do.
///
///     version     u8    1
///     count       vint
///     fragments, each:
///       start     vint shared with the end of the fragment before, vint length of the rest, the rest
///       end       vint shared with the start, vint length of the rest, the rest
///       timestamp i64   microseconds
///       seconds   vint  epoch seconds of the deletion
final class DeletionFormat {
    static final int VERSION = 1;
    /// The least bytes of a fragment: four vints, a byte of key, a timestamp, a vint.
    private static final int LEAST_BYTES = 14;

    private DeletionFormat() {}

    static void write(DeletionList list, ByteWriter out) {
        out.u8(VERSION);
        out.unsignedVInt(list.size());
        byte[] before = new byte[0];
        for (int i = 0; i < list.size(); i++) {
            key(before, list.start(i), out);
            key(list.start(i), list.end(i), out);
            out.i64(list.timestamp(i));
            out.unsignedVInt(list.deletionSeconds(i));
            before = list.end(i);
        }
    }

    private static void key(byte[] before, byte[] key, ByteWriter out) {
        int shared = Arrays.mismatch(before, key);
        shared = shared < 0 ? key.length : shared;
        out.unsignedVInt(shared);
        out.unsignedVInt(key.length - shared);
        out.bytes(key, shared, key.length - shared);
    }

    static DeletionList read(byte[] array, int offset, int length) {
        var in = new ByteReader(array, offset, length);
        int version = in.u8();
        if (version != VERSION) {
            throw new MalformedBytesException("deletions of version " + version);
        }
        int count = in.smallVInt((in.limit() - in.position()) / LEAST_BYTES + 1);
        var list = new DeletionList.Builder(count);
        byte[] before = new byte[0];
        for (int i = 0; i < count; i++) {
            byte[] start = key(before, in);
            byte[] end = key(start, in);
            if (Arrays.compareUnsigned(start, end) >= 0 || Arrays.compareUnsigned(before, start) > 0) {
                throw new MalformedBytesException("deletion " + i + " is out of order");
            }
            list.append(start, end, in.i64(), in.unsignedVInt());
            before = end;
        }
        if (in.hasRemaining()) {
            throw new MalformedBytesException("bytes after the last deletion");
        }
        return list.finish();
    }

    private static byte[] key(byte[] before, ByteReader in) {
        int shared = in.smallVInt(before.length);
        int rest = in.length();
        int from = in.skip(rest);
        byte[] key = Arrays.copyOf(before, shared + rest);
        System.arraycopy(in.array(), from, key, shared, rest);
        return key;
    }
}
