package org.helenus.storage.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/// A node of a [RowTree]: up to 64 entries in key order. It lies on the heap, and what it names in the slabs; so its
/// steps, of which each row takes dozens, are plain array accesses.
///
///     state     (this)     count of entries in the low 7 bits, above it a version that grows with each change
///     level                0: leaf
///     skip                 bytes that all keys which can come here have in common; heads begin after them
///     used                 a bit for each slot that is taken; the writer's
///     orders    2 × 64     slots in order of their keys; the version's lowest bit says which of the two counts
///     heads     64         by slot: the eight bytes of the key after `skip`, as a number compared signed
///     keys      64         by slot: references of keys; in inner nodes, the least key that may lie below
///     versions  64         by slot, in leaves: references of the newest versions
///     children  64         by slot, in inner nodes
///
/// A slot is written before an order that holds it is published, and the order that is not current is the one that is
/// written. So a reader that finds the same state after as before has read one consistent node. It is its own state
/// word, so that a step down the tree loads one object less.
final class Node extends AtomicInteger {
    static final int SLOTS = 64;
    /// Heap bytes of one with all its arrays, about.
    static final int BYTES = 1280;

    private static final int COUNT_MASK = 0x7F;
    private static final int VERSION_UNIT = 0x80;
    private static final int LINE_LONGS = 8;
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int[] NO_VERSIONS = {};
    private static final Node[] NO_CHILDREN = {};

    private final int level;
    private final int skip;
    private final byte[] orders = new byte[2 * SLOTS];
    private final long[] heads = new long[SLOTS];
    private final int[] keys = new int[SLOTS];
    private final int[] versions;
    private final Node[] children;
    private long used;

    Node(int level, int skip) {
        this.level = level;
        this.skip = skip;
        versions = level == 0 ? new int[SLOTS] : NO_VERSIONS;
        children = level == 0 ? NO_CHILDREN : new Node[SLOTS];
    }

    static int count(int state) {
        return state & COUNT_MASK;
    }

    /// The state now; what is read after is at least as new.
    int state() {
        return getAcquire();
    }

    /// Whether the node is still as it was when `state` was read. What was read between is then one state of it.
    boolean isStill(int state) {
        VarHandle.acquireFence();
        return getPlain() == state;
    }

    int level() {
        return level;
    }

    int skip() {
        return skip;
    }

    /// The slot of the index-th entry.
    int slot(int state, int index) {
        return orders[order(state) + index];
    }

    private static int order(int state) {
        return (state & VERSION_UNIT) == 0 ? 0 : SLOTS;
    }

    /// In the order of keys as a signed number, see [#sortable].
    long head(int slot) {
        return heads[slot];
    }

    /// The place of the first entry, from `first` on, whose head is not below another.
    int lowerBound(int state, int first, long head) {
        int order = order(state);
        int low = first;
        int high = count(state);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (heads[orders[order + middle]] < head) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Has the memory that a search goes through come all at once, which costs little more than to wait for one
    /// part.
    ///
    /// @return nothing of meaning; whoever keeps it keeps the loads
    long bringNear() {
        long touched = orders[0] ^ orders[SLOTS];
        for (int i = 0; i < SLOTS; i += LINE_LONGS) {
            touched ^= heads[i];
        }
        return touched;
    }

    /// Eight bytes of a key as heads are compared.
    static long sortable(long bigEndian) {
        return bigEndian ^ Long.MIN_VALUE;
    }

    int key(int slot) {
        return keys[slot];
    }

    int version(int slot) {
        return (int) INTS.getAcquire(versions, slot);
    }

    /// A reader that meets the writer may find null: the node is not still then.
    Node child(int slot) {
        Node child = children[slot];
        VarHandle.acquireFence();
        return child;
    }

    // What follows is the writer's.

    /// Puts an entry of a leaf before the index-th.
    void insert(int index, long head, int key, int version) {
        versions[claim(head, key)] = version;
        publish(index);
    }

    /// Puts an entry of an inner node before the index-th.
    void insert(int index, long head, int key, Node child) {
        VarHandle.releaseFence();
        children[claim(head, key)] = child;
        publish(index);
    }

    /// Takes over the entries from `first` to `end` of a node of the same level, in order. This node is new and
    /// nobody
    /// else's yet.
    ///
    /// @param newHeads of the entries, when they are others here; else empty
    void fill(Node from, int first, int end, long[] newHeads) {
        int state = from.getPlain();
        int count = end - first;
        for (int i = 0; i < count; i++) {
            int slot = from.slot(state, first + i);
            heads[i] = newHeads.length == 0 ? from.heads[slot] : newHeads[i];
            keys[i] = from.keys[slot];
            if (level == 0) {
                versions[i] = from.versions[slot];
            } else {
                children[i] = from.children[slot];
            }
            orders[i] = (byte) i;
        }
        used = count == SLOTS ? -1 : (1L << count) - 1;
        setRelease(count);
    }

    private int claim(long head, int key) {
        // a reader that sees anything of this must not see the node as it was before the last change
        VarHandle.storeStoreFence();
        int slot = Long.numberOfTrailingZeros(~used);
        heads[slot] = head;
        keys[slot] = key;
        return slot;
    }

    /// Makes the slot that was claimed the index-th entry.
    private void publish(int index) {
        int slot = Long.numberOfTrailingZeros(~used);
        used |= 1L << slot;
        int state = getPlain();
        int next = state + VERSION_UNIT + 1;
        int from = order(state);
        int to = order(next);
        System.arraycopy(orders, from, orders, to, index);
        orders[to + index] = (byte) slot;
        System.arraycopy(orders, from + index, orders, to + index + 1, count(state) - index);
        setRelease(next);
    }

    /// Leaves only the first entries.
    void truncate(int keep) {
        int state = getPlain();
        long kept = 0;
        for (int i = 0; i < keep; i++) {
            kept |= 1L << slot(state, i);
        }
        used = kept;
        // two versions on: the same order counts
        setRelease((state & ~COUNT_MASK) + 2 * VERSION_UNIT + keep);
    }

    /// Makes readers who are in the node look again, though nothing in it changes.
    void touch() {
        setRelease(getPlain() + 2 * VERSION_UNIT);
    }

    void setVersion(int slot, int version) {
        INTS.setRelease(versions, slot, version);
    }

    void setChild(int slot, Node child) {
        VarHandle.releaseFence();
        children[slot] = child;
    }
}
