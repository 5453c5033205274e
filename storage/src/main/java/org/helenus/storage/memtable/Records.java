package org.helenus.storage.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.helenus.storage.encoding.RowReader;

/// Keys and versions of rows in the slabs of a shard. Native byte order; never changed once published, until a version
/// that nobody can reach is freed. Most keys share nothing and most rows are written once, so these have the short
/// forms.
///
///     key                                        key that begins as another does
///       length    int   0 or more                  ~length   int   less than 0
///       bytes           of the row key             base      int   reference of a key that has all its bytes
///                                                  shared    int   how many of its first bytes this one has too
///                                                  bytes           the rest of the row key
///
///     version of a row                           version that names others
///       length    int   0 or more                  ~length   int   less than 0
///       sequence  int   of its mutation            sequence  int   of its mutation
///       bytes           a row value                older     int   the version it took the place of, for readers of
///                                                                  an older sequence; 0: none
///                                                  rest      int   a version whose content is part of this one too;
///                                                                  0: none
///                                                  bytes           a row value
final class Records {
    // All are aligned; who asks for that has each access checked for it.
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong BIG_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int KEY_HEADER = 4;
    private static final int SHARING_KEY_HEADER = 12;
    private static final int VERSION_HEADER = 8;
    private static final int LINKED_VERSION_HEADER = 16;
    private static final int LINE_BYTES = 64;
    /// Behind, the processor has seen that lines are read in turn.
    private static final int TOUCHED_BYTES = 256;

    private final Slabs slabs;

    Records(Slabs slabs) {
        this.slabs = slabs;
    }

    /// Writes a key that has all its bytes.
    int writeKey(byte[] key, int length) {
        int reference = slabs.allocate(KEY_HEADER + length);
        MemorySegment chunk = slabs.chunk(reference);
        long at = Slabs.offset(reference);
        chunk.set(INT, at, length);
        MemorySegment.copy(key, 0, chunk, ValueLayout.JAVA_BYTE, at + KEY_HEADER, length);
        return reference;
    }

    /// Writes a key whose first `shared` bytes are those of `base`, a key that has all its bytes.
    int writeKey(byte[] key, int length, int base, int shared) {
        int own = length - shared;
        int reference = slabs.allocate(SHARING_KEY_HEADER + own);
        MemorySegment chunk = slabs.chunk(reference);
        long at = Slabs.offset(reference);
        chunk.set(INT, at, ~own);
        chunk.set(INT, at + 4, base);
        chunk.set(INT, at + 8, shared);
        MemorySegment.copy(key, shared, chunk, ValueLayout.JAVA_BYTE, at + SHARING_KEY_HEADER, own);
        return reference;
    }

    /// Writes a version.
    ///
    /// @param older the version it takes the place of, or 0
    /// @param rest  a version whose content is part of it, or 0
    int writeVersion(int sequence, int older, int rest, byte[] value, int offset, int length) {
        boolean linked = (older | rest) != 0;
        int header = linked ? LINKED_VERSION_HEADER : VERSION_HEADER;
        int reference = slabs.allocateReusable(header + length);
        MemorySegment chunk = slabs.chunk(reference);
        long at = Slabs.offset(reference);
        chunk.set(INT, at, linked ? ~length : length);
        chunk.set(INT, at + 4, sequence);
        if (linked) {
            chunk.set(INT, at + 8, older);
            chunk.set(INT, at + 12, rest);
        }
        MemorySegment.copy(value, offset, chunk, ValueLayout.JAVA_BYTE, at + header, length);
        return reference;
    }

    /// Gives a version's memory back. Nobody may reach it any more.
    void freeVersion(int version) {
        slabs.reuse(version, versionHeader(version) + valueLength(version));
    }

    private int word(int reference, int at) {
        return slabs.chunk(reference).get(INT, Slabs.offset(reference) + at);
    }

    /// The key that another begins with, or 0.
    int keyBase(int key) {
        return word(key, 0) < 0 ? word(key, 4) : 0;
    }

    int keyShared(int key) {
        return word(key, 0) < 0 ? word(key, 8) : 0;
    }

    private int keyOwn(int key) {
        return length(word(key, 0));
    }

    int keyLength(int key) {
        return keyShared(key) + keyOwn(key);
    }

    /// Where in its chunk a key's own bytes begin.
    private long ownOffset(int key) {
        return Slabs.offset(key) + (word(key, 0) < 0 ? SHARING_KEY_HEADER : KEY_HEADER);
    }

    /// Of the two forms of a length the number itself.
    private static int length(int word) {
        return word ^ word >> 31;
    }

    /// Copies a key's bytes from place `from` on; what lies before is taken as there already.
    void copyKey(int key, int from, byte[] into) {
        int shared = keyShared(key);
        if (from < shared) {
            int base = keyBase(key);
            MemorySegment.copy(
                    slabs.chunk(base), ValueLayout.JAVA_BYTE, ownOffset(base) + from, into, from, shared - from);
        }
        int start = Math.max(from, shared);
        MemorySegment.copy(
                slabs.chunk(key),
                ValueLayout.JAVA_BYTE,
                ownOffset(key) + start - shared,
                into,
                start,
                shared + keyOwn(key) - start);
    }

    /// Compares a key here with another, whose bytes before `from` are known to be the same.
    int compareKey(int key, byte[] other, int otherLength, int from) {
        int shared = keyShared(key);
        int at = from;
        if (at < shared) {
            int base = keyBase(key);
            int end = Math.min(shared, otherLength);
            int difference = mismatch(slabs.chunk(base), ownOffset(base), other, at, end);
            if (difference < end) {
                return Integer.compare(byteAt(base, difference), other[difference] & 0xFF);
            }
            if (end == otherLength) {
                return shared + keyOwn(key) == otherLength ? 0 : 1;
            }
            at = shared;
        }
        int length = shared + keyOwn(key);
        int end = Math.min(length, otherLength);
        MemorySegment chunk = slabs.chunk(key);
        // place i of the key lies at first + i
        long first = ownOffset(key) - shared;
        int difference = mismatch(chunk, first, other, at, end);
        if (difference < end) {
            return Integer.compare(
                    chunk.get(ValueLayout.JAVA_BYTE, first + difference) & 0xFF, other[difference] & 0xFF);
        }
        return Integer.compare(length, otherLength);
    }

    /// Whether a key's first bytes are those of another.
    boolean beginsWith(int key, byte[] other, int length) {
        if (keyLength(key) < length) {
            return false;
        }
        int shared = Math.min(keyShared(key), length);
        if (shared > 0) {
            int base = keyBase(key);
            if (mismatch(slabs.chunk(base), ownOffset(base), other, 0, shared) < shared) {
                return false;
            }
        }
        long first = ownOffset(key) - keyShared(key);
        return mismatch(slabs.chunk(key), first, other, shared, length) == length;
    }

    /// A key's own byte at a place.
    private int byteAt(int key, int place) {
        return slabs.chunk(key).get(ValueLayout.JAVA_BYTE, ownOffset(key) + place) & 0xFF;
    }

    /// How many bytes a key that has all its bytes has in common with the start of another.
    int sharedWith(int wholeKey, byte[] other, int otherLength) {
        int end = Math.min(keyOwn(wholeKey), otherLength);
        return mismatch(slabs.chunk(wholeKey), ownOffset(wholeKey), other, 0, end);
    }

    /// The first place from `from` on where the two differ, or `end`. Place i lies at `first + i` and in
    /// `other[i]`.
    private static int mismatch(MemorySegment chunk, long first, byte[] other, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long difference = chunk.get(BIG_LONG, first + at) ^ (long) ARRAY_LONG.get(other, at);
            if (difference != 0) {
                return at + (Long.numberOfLeadingZeros(difference) >>> 3);
            }
        }
        while (at < end && chunk.get(ValueLayout.JAVA_BYTE, first + at) == other[at]) {
            at++;
        }
        return at;
    }

    /// Eight bytes of a key from a place, as a big-endian number; zeros after its end.
    long head(int key, int from) {
        int shared = keyShared(key);
        int length = shared + keyOwn(key);
        if (from >= shared && from + 8 <= length) {
            return slabs.chunk(key).get(BIG_LONG, ownOffset(key) + from - shared);
        }
        long head = 0;
        int base = keyBase(key);
        for (int i = from; i < from + 8; i++) {
            int value = 0;
            if (i < shared) {
                value = byteAt(base, i);
            } else if (i < length) {
                value = byteAt(key, i - shared);
            }
            head = head << 8 | value;
        }
        return head;
    }

    /// As [#head(int, int)], of bytes on the heap.
    static long head(byte[] key, int keyLength, int from) {
        if (from + 8 <= keyLength) {
            return (long) ARRAY_LONG.get(key, from);
        }
        long head = 0;
        for (int i = from; i < from + 8; i++) {
            head = head << 8 | (i < keyLength ? key[i] & 0xFF : 0);
        }
        return head;
    }

    int sequence(int version) {
        return word(version, 4);
    }

    int older(int version) {
        return word(version, 0) < 0 ? word(version, 8) : 0;
    }

    int rest(int version) {
        return word(version, 0) < 0 ? word(version, 12) : 0;
    }

    int valueLength(int version) {
        return length(word(version, 0));
    }

    private int versionHeader(int version) {
        return word(version, 0) < 0 ? LINKED_VERSION_HEADER : VERSION_HEADER;
    }

    boolean isContinued(int version) {
        return RowReader.isContinued(slabs.chunk(version).get(ValueLayout.JAVA_BYTE, valueOffset(version)));
    }

    MemorySegment valueSegment(int version) {
        return slabs.chunk(version);
    }

    long valueOffset(int version) {
        return Slabs.offset(version) + versionHeader(version);
    }

    /// Has the memory of a key and a version come near that will be read soon: loads that do not wait for each
    /// other
    /// cost a tenth of loads that do.
    ///
    /// @return nothing of meaning; whoever keeps it keeps the loads
    int touch(int key, int version) {
        return word(key, 0) ^ word(version, 0);
    }

    /// As [#touch], of the rest of a value whose beginning was touched before.
    int touchRest(int version) {
        MemorySegment chunk = slabs.chunk(version);
        long at = Slabs.offset(version);
        int touched = 0;
        int end = Math.min(versionHeader(version) + valueLength(version), TOUCHED_BYTES);
        for (int i = LINE_BYTES; i < end; i += LINE_BYTES) {
            touched ^= chunk.get(ValueLayout.JAVA_BYTE, at + i);
        }
        return touched;
    }

    /// The version that a reader of a sequence sees, or 0.
    int visible(int newest, int sequence) {
        int version = newest;
        while (version != 0 && sequence(version) > sequence) {
            version = older(version);
        }
        return version;
    }
}
