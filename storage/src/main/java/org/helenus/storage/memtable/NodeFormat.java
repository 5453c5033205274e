package org.helenus.storage.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// A node of a [RowTree] in the slabs of a shard. Native byte order.
///
///     state     int       count of entries in the low 7 bits, above it a version that grows with each change
///     skip      int       bytes that all keys which can come here have in common; heads begin after them
///     used      long      a bit for each slot that is taken; the writer's
///     level     int       0: leaf
///     (pad)     int
///     orders    2 × 64    slots in order of their keys; the version's lowest bit says which of the two counts
///     heads     64 long   the eight bytes of the key after `skip`, as a number
///     keys      64 int    references of keys; in inner nodes, the least key that may lie below
///     refs      64 int    references of the newest versions; in inner nodes, of children
///
/// A slot is written before an order that holds it is published, and the order that is not current is the one that is
/// written. So a reader that finds the same state after as before has read one consistent node.
final class NodeFormat {
    static final int SLOTS = 64;
    private static final int STATE = 0;
    private static final int SKIP = 4;
    private static final int USED = 8;
    private static final int LEVEL = 16;
    private static final int ORDERS = 24;
    private static final int HEADS = ORDERS + 2 * SLOTS;
    private static final int KEYS = HEADS + 8 * SLOTS;
    private static final int REFS = KEYS + 4 * SLOTS;
    static final int BYTES = REFS + 4 * SLOTS;

    private static final int COUNT_MASK = 0x7F;
    private static final int VERSION_UNIT = 0x80;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final VarHandle INT_HANDLE = INT.varHandle();

    private NodeFormat() {}

    static int count(int state) {
        return state & COUNT_MASK;
    }

    /// The state now; what is read after is at least as new.
    static int state(MemorySegment chunk, long node) {
        return (int) INT_HANDLE.getAcquire(chunk, node + STATE);
    }

    /// Whether the node is still as it was when `state` was read. What was read between is then one state of it.
    static boolean isStill(MemorySegment chunk, long node, int state) {
        VarHandle.acquireFence();
        return chunk.get(INT, node + STATE) == state;
    }

    static int skip(MemorySegment chunk, long node) {
        return chunk.get(INT, node + SKIP);
    }

    static int level(MemorySegment chunk, long node) {
        return chunk.get(INT, node + LEVEL);
    }

    /// The slot of the index-th entry.
    static int slot(MemorySegment chunk, long node, int state, int index) {
        return chunk.get(BYTE, order(node, state) + index);
    }

    private static long order(long node, int state) {
        return node + ORDERS + ((state & VERSION_UNIT) == 0 ? 0 : SLOTS);
    }

    static long head(MemorySegment chunk, long node, int slot) {
        return chunk.get(LONG, node + HEADS + 8L * slot);
    }

    static int key(MemorySegment chunk, long node, int slot) {
        return chunk.get(INT, node + KEYS + 4L * slot);
    }

    static int ref(MemorySegment chunk, long node, int slot) {
        return (int) INT_HANDLE.getAcquire(chunk, node + REFS + 4L * slot);
    }

    // What follows is the writer's.

    static void create(MemorySegment chunk, long node, int level, int skip) {
        chunk.set(INT, node + LEVEL, level);
        chunk.set(INT, node + SKIP, skip);
    }

    /// Puts an entry before the index-th.
    static void insert(MemorySegment chunk, long node, int index, long head, int key, int ref) {
        // a reader that sees anything of this must not see the node as it was before the last change
        VarHandle.storeStoreFence();
        int state = chunk.get(INT, node + STATE);
        int count = count(state);
        long used = chunk.get(LONG, node + USED);
        int slot = Long.numberOfTrailingZeros(~used);
        chunk.set(LONG, node + USED, used | 1L << slot);
        chunk.set(LONG, node + HEADS + 8L * slot, head);
        chunk.set(INT, node + KEYS + 4L * slot, key);
        chunk.set(INT, node + REFS + 4L * slot, ref);
        int next = state + VERSION_UNIT + 1;
        long from = order(node, state);
        long to = order(node, next);
        MemorySegment.copy(chunk, from, chunk, to, index);
        chunk.set(BYTE, to + index, (byte) slot);
        MemorySegment.copy(chunk, from + index, chunk, to + index + 1, count - index);
        INT_HANDLE.setRelease(chunk, node + STATE, next);
    }

    /// Leaves only the first entries.
    static void truncate(MemorySegment chunk, long node, int keep) {
        int state = chunk.get(INT, node + STATE);
        long used = 0;
        for (int i = 0; i < keep; i++) {
            used |= 1L << slot(chunk, node, state, i);
        }
        chunk.set(LONG, node + USED, used);
        // two versions on: the same order counts
        INT_HANDLE.setRelease(chunk, node + STATE, (state & ~COUNT_MASK) + 2 * VERSION_UNIT + keep);
    }

    /// Makes readers who are in the node look again, though nothing in it changes.
    static void touch(MemorySegment chunk, long node) {
        INT_HANDLE.setRelease(chunk, node + STATE, chunk.get(INT, node + STATE) + 2 * VERSION_UNIT);
    }

    static void setRef(MemorySegment chunk, long node, int slot, int ref) {
        INT_HANDLE.setRelease(chunk, node + REFS + 4L * slot, ref);
    }
}
