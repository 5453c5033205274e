package org.helenus.storage.memtable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The rows of a shard in key order: a B+tree of 64-way nodes ([NodeFormat]) whose comparisons touch eight bytes
/// beside the entry, and a key itself only when those are equal. Each node leaves out the bytes that all its keys
/// share, so that near the root the eight bytes are the token, and inside a wide partition they are what tells its
/// rows apart.
///
/// One writer at a time; readers at any time and without waiting. Entries never go. A reader walks down, and at each
/// step makes sure that the node it came from has not changed since; else it starts again, which happens only when the
/// writer got on. A split first makes the right half known to the parent, then shortens the left: so a reader finds a
/// key in one of both, or notices.
final class RowTree {
    private static final int FOUND = 1 << 30;
    private static final int MAX_LEVELS = 16;

    private final Slabs slabs;
    private final Records records;
    /// 0: there is no row.
    private volatile int root;

    // The way of the writer from leaf (0) to root: node, place taken in it, and the keys that bound it (0: none).
    private final int[] path = new int[MAX_LEVELS];
    private final int[] places = new int[MAX_LEVELS];
    private final int[] lows = new int[MAX_LEVELS];
    private final int[] highs = new int[MAX_LEVELS];
    private byte[] lowBytes = new byte[128];
    private byte[] highBytes = new byte[128];

    RowTree(Slabs slabs, Records records) {
        this.slabs = slabs;
        this.records = records;
    }

    private int create(int level, int skip) {
        int node = slabs.allocate(NodeFormat.BYTES);
        NodeFormat.create(slabs.chunk(node), Slabs.offset(node), level, skip);
        return node;
    }

    /// The place of the first entry, from `first` on, that is not before the key; with [#FOUND] when it is the
    /// key's.
    private int search(MemorySegment chunk, long node, int state, int first, byte[] key, int keyLength) {
        int skip = NodeFormat.skip(chunk, node);
        long head = Records.head(key, keyLength, skip) + Long.MIN_VALUE;
        int low = first;
        int high = NodeFormat.count(state);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int slot = NodeFormat.slot(chunk, node, state, middle);
            int order = Long.compare(NodeFormat.head(chunk, node, slot) + Long.MIN_VALUE, head);
            if (order == 0) {
                order = records.compareKey(NodeFormat.key(chunk, node, slot), key, keyLength, skip);
                if (order == 0) {
                    return middle | FOUND;
                }
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The child that a key belongs to; with `before`, the one that what comes just before the key belongs to.
    private int child(MemorySegment chunk, long node, int state, byte[] key, int keyLength, boolean before) {
        int place = search(chunk, node, state, 1, key, keyLength);
        return (place & FOUND) != 0 && !before ? place & ~FOUND : (place & ~FOUND) - 1;
    }

    /// The newest version of a row, or 0. Any thread.
    int find(byte[] key, int keyLength) {
        while (true) {
            int found = tryFind(key, keyLength);
            if (found >= 0) {
                return found;
            }
        }
    }

    /// −1: the writer got in the way.
    private int tryFind(byte[] key, int keyLength) {
        int reference = root;
        if (reference == 0) {
            return 0;
        }
        MemorySegment chunk = slabs.chunk(reference);
        long node = Slabs.offset(reference);
        int state = NodeFormat.state(chunk, node);
        if (root != reference) {
            return -1;
        }
        while (NodeFormat.level(chunk, node) > 0) {
            int place = child(chunk, node, state, key, keyLength, false);
            int child = NodeFormat.ref(chunk, node, NodeFormat.slot(chunk, node, state, place));
            MemorySegment childChunk = slabs.chunk(child);
            long childNode = Slabs.offset(child);
            int childState = NodeFormat.state(childChunk, childNode);
            if (!NodeFormat.isStill(chunk, node, state)) {
                return -1;
            }
            chunk = childChunk;
            node = childNode;
            state = childState;
        }
        int place = search(chunk, node, state, 0, key, keyLength);
        int version = 0;
        if ((place & FOUND) != 0) {
            version = NodeFormat.ref(chunk, node, NodeFormat.slot(chunk, node, state, place & ~FOUND));
        }
        return NodeFormat.isStill(chunk, node, state) ? version : -1;
    }

    /// Copies the leaf that a key belongs to; with `before`, the one that what comes just before the key belongs
    /// to. Any thread.
    void load(byte[] key, int keyLength, boolean before, LeafCopy into) {
        while (!tryLoad(key, keyLength, before, into)) {
            Thread.onSpinWait();
        }
    }

    private boolean tryLoad(byte[] key, int keyLength, boolean before, LeafCopy into) {
        int reference = root;
        if (reference == 0) {
            into.clear();
            return true;
        }
        MemorySegment chunk = slabs.chunk(reference);
        long node = Slabs.offset(reference);
        int state = NodeFormat.state(chunk, node);
        if (root != reference) {
            return false;
        }
        int low = 0;
        int high = 0;
        while (NodeFormat.level(chunk, node) > 0) {
            int place = child(chunk, node, state, key, keyLength, before);
            int child = NodeFormat.ref(chunk, node, NodeFormat.slot(chunk, node, state, place));
            if (place > 0) {
                low = NodeFormat.key(chunk, node, NodeFormat.slot(chunk, node, state, place));
            }
            if (place + 1 < NodeFormat.count(state)) {
                high = NodeFormat.key(chunk, node, NodeFormat.slot(chunk, node, state, place + 1));
            }
            MemorySegment childChunk = slabs.chunk(child);
            long childNode = Slabs.offset(child);
            int childState = NodeFormat.state(childChunk, childNode);
            if (!NodeFormat.isStill(chunk, node, state)) {
                return false;
            }
            chunk = childChunk;
            node = childNode;
            state = childState;
        }
        into.low = low;
        into.high = high;
        into.count = NodeFormat.count(state);
        for (int i = 0; i < into.count; i++) {
            int slot = NodeFormat.slot(chunk, node, state, i);
            into.keys[i] = NodeFormat.key(chunk, node, slot);
            into.versions[i] = NodeFormat.ref(chunk, node, slot);
        }
        into.start = search(chunk, node, state, 0, key, keyLength) & ~FOUND;
        return NodeFormat.isStill(chunk, node, state);
    }

    // The writer's part.

    /// Goes to where a key is, or belongs.
    ///
    /// @return the newest version of its row, or 0 when there is none
    int locate(byte[] key, int keyLength) {
        if (root == 0) {
            root = create(0, 0);
        }
        int reference = root;
        int low = 0;
        int high = 0;
        while (true) {
            MemorySegment chunk = slabs.chunk(reference);
            long node = Slabs.offset(reference);
            int state = NodeFormat.state(chunk, node);
            int level = NodeFormat.level(chunk, node);
            path[level] = reference;
            lows[level] = low;
            highs[level] = high;
            if (level == 0) {
                int place = search(chunk, node, state, 0, key, keyLength);
                places[0] = place & ~FOUND;
                return (place & FOUND) == 0
                        ? 0
                        : NodeFormat.ref(chunk, node, NodeFormat.slot(chunk, node, state, places[0]));
            }
            int place = child(chunk, node, state, key, keyLength, false);
            places[level] = place;
            if (place > 0) {
                low = NodeFormat.key(chunk, node, NodeFormat.slot(chunk, node, state, place));
            }
            if (place + 1 < NodeFormat.count(state)) {
                high = NodeFormat.key(chunk, node, NodeFormat.slot(chunk, node, state, place + 1));
            }
            reference = NodeFormat.ref(chunk, node, NodeFormat.slot(chunk, node, state, place));
        }
    }

    /// A key with base 0 that the located one probably shares much with, or 0.
    int likelyBase(byte[] key, int keyLength) {
        MemorySegment chunk = slabs.chunk(path[0]);
        long node = Slabs.offset(path[0]);
        int state = NodeFormat.state(chunk, node);
        int count = NodeFormat.count(state);
        if (count == 0) {
            return 0;
        }
        int slot = NodeFormat.slot(chunk, node, state, places[0] > 0 ? places[0] - 1 : 0);
        int skip = NodeFormat.skip(chunk, node);
        if (skip < 2 * Long.BYTES && NodeFormat.head(chunk, node, slot) != Records.head(key, keyLength, skip)) {
            return 0;
        }
        int neighbour = NodeFormat.key(chunk, node, slot);
        int base = records.keyBase(neighbour);
        return base == 0 ? neighbour : base;
    }

    /// Whether a key that [#locate] did not find is the first of its partition. Looks at one neighbour only: may say
    /// yes of a row that comes before all others of its leaf.
    boolean startsPartition(byte[] key, int keyLength, int prefixLength) {
        MemorySegment chunk = slabs.chunk(path[0]);
        long node = Slabs.offset(path[0]);
        int skip = NodeFormat.skip(chunk, node);
        int state = NodeFormat.state(chunk, node);
        if (NodeFormat.count(state) == 0 || skip >= prefixLength) {
            return skip < prefixLength;
        }
        int slot = NodeFormat.slot(chunk, node, state, places[0] > 0 ? places[0] - 1 : 0);
        if (skip + Long.BYTES <= prefixLength
                && NodeFormat.head(chunk, node, slot) != Records.head(key, keyLength, skip)) {
            return true;
        }
        return !records.beginsWith(NodeFormat.key(chunk, node, slot), key, prefixLength);
    }

    /// Gives the row found by [#locate] a newer version.
    void replace(int version) {
        MemorySegment chunk = slabs.chunk(path[0]);
        long node = Slabs.offset(path[0]);
        NodeFormat.setRef(chunk, node, NodeFormat.slot(chunk, node, NodeFormat.state(chunk, node), places[0]), version);
    }

    /// Adds a row that [#locate] did not find.
    void insert(int key, int version) {
        if (count(path[0]) == NodeFormat.SLOTS) {
            split(0, key);
        }
        insert(path[0], places[0], key, version);
    }

    private void insert(int reference, int place, int key, int ref) {
        MemorySegment chunk = slabs.chunk(reference);
        long node = Slabs.offset(reference);
        NodeFormat.insert(chunk, node, place, records.head(key, NodeFormat.skip(chunk, node)), key, ref);
    }

    private int count(int reference) {
        return NodeFormat.count(NodeFormat.state(slabs.chunk(reference), Slabs.offset(reference)));
    }

    private int keyAt(int reference, int place) {
        MemorySegment chunk = slabs.chunk(reference);
        long node = Slabs.offset(reference);
        return NodeFormat.key(chunk, node, NodeFormat.slot(chunk, node, NodeFormat.state(chunk, node), place));
    }

    /// Makes room in the full node of a level, for what belongs at its place, and keeps the writer's way right.
    private void split(int level, int newKey) {
        int left = path[level];
        int count = NodeFormat.SLOTS;
        int parent = parentWithRoom(level, newKey);
        // Rows that come in order would leave half-empty nodes behind, if they were split in the middle.
        boolean leaf = level == 0;
        boolean atEnd = places[level] == (leaf ? count : count - 1);
        int middle = atEnd ? places[level] : count / 2;
        int separator = leaf && atEnd ? newKey : keyAt(left, middle);

        int oldSkip = NodeFormat.skip(slabs.chunk(left), Slabs.offset(left));
        boolean ties = hasEqualHeads(left, leaf ? 0 : 1);
        int leftSkip = ties ? Math.max(oldSkip, shared(lows[level], separator)) : oldSkip;
        int rightSkip = ties ? Math.max(oldSkip, shared(separator, highs[level])) : oldSkip;
        int right = copy(left, level, middle, count, rightSkip);
        insert(parent, places[level + 1] + 1, separator, right);
        if (leftSkip > oldSkip) {
            int shorter = copy(left, level, 0, middle, leftSkip);
            MemorySegment parentChunk = slabs.chunk(parent);
            long parentNode = Slabs.offset(parent);
            int state = NodeFormat.state(parentChunk, parentNode);
            NodeFormat.setRef(
                    parentChunk,
                    parentNode,
                    NodeFormat.slot(parentChunk, parentNode, state, places[level + 1]),
                    shorter);
            // Whoever still is in the old one, or comes from where it hung, must look again, or it could
            // go on to children that were shortened since.
            NodeFormat.touch(parentChunk, parentNode);
            NodeFormat.touch(slabs.chunk(left), Slabs.offset(left));
            left = shorter;
        } else {
            NodeFormat.truncate(slabs.chunk(left), Slabs.offset(left), middle);
        }

        boolean goesRight = places[level] > middle || atEnd || !leaf && places[level] == middle;
        path[level] = goesRight ? right : left;
        if (goesRight) {
            places[level] -= middle;
            places[level + 1]++;
            lows[level] = separator;
        } else {
            highs[level] = separator;
        }
    }

    private int parentWithRoom(int level, int newKey) {
        if (path[level] == root) {
            if (level + 1 == MAX_LEVELS) {
                throw new IllegalStateException("a memtable's tree has too many levels");
            }
            int higher = create(level + 1, 0);
            NodeFormat.insert(slabs.chunk(higher), Slabs.offset(higher), 0, 0, 0, path[level]);
            path[level + 1] = higher;
            places[level + 1] = 0;
            lows[level + 1] = 0;
            highs[level + 1] = 0;
            root = higher;
        } else if (count(path[level + 1]) == NodeFormat.SLOTS) {
            split(level + 1, newKey);
        }
        return path[level + 1];
    }

    private int copy(int from, int level, int first, int end, int skip) {
        int to = create(level, skip);
        MemorySegment fromChunk = slabs.chunk(from);
        long fromNode = Slabs.offset(from);
        MemorySegment toChunk = slabs.chunk(to);
        long toNode = Slabs.offset(to);
        int state = NodeFormat.state(fromChunk, fromNode);
        boolean sameHeads = skip == NodeFormat.skip(fromChunk, fromNode);
        for (int i = first; i < end; i++) {
            int slot = NodeFormat.slot(fromChunk, fromNode, state, i);
            int key = NodeFormat.key(fromChunk, fromNode, slot);
            long head = sameHeads ? NodeFormat.head(fromChunk, fromNode, slot) : records.head(key, skip);
            NodeFormat.insert(toChunk, toNode, i - first, head, key, NodeFormat.ref(fromChunk, fromNode, slot));
        }
        return to;
    }

    private boolean hasEqualHeads(int reference, int first) {
        MemorySegment chunk = slabs.chunk(reference);
        long node = Slabs.offset(reference);
        int state = NodeFormat.state(chunk, node);
        for (int i = first; i + 1 < NodeFormat.count(state); i++) {
            if (NodeFormat.head(chunk, node, NodeFormat.slot(chunk, node, state, i))
                    == NodeFormat.head(chunk, node, NodeFormat.slot(chunk, node, state, i + 1))) {
                return true;
            }
        }
        return false;
    }

    /// Bytes that two keys begin with alike; 0 when one of them is no bound.
    private int shared(int low, int high) {
        if (low == 0 || high == 0) {
            return 0;
        }
        int lowLength = records.keyLength(low);
        int highLength = records.keyLength(high);
        lowBytes = room(lowBytes, lowLength);
        highBytes = room(highBytes, highLength);
        records.copyKey(low, 0, lowBytes);
        records.copyKey(high, 0, highBytes);
        int shared = Arrays.mismatch(lowBytes, 0, lowLength, highBytes, 0, highLength);
        return shared < 0 ? lowLength : shared;
    }

    private static byte[] room(byte[] bytes, int length) {
        return bytes.length >= length ? bytes : new byte[Math.max(length, bytes.length * 2)];
    }

    /// For tests of the shape.
    int levels() {
        return root == 0 ? 0 : NodeFormat.level(slabs.chunk(root), Slabs.offset(root)) + 1;
    }

    /// A leaf as it was at one moment.
    static final class LeafCopy {
        final int[] keys = new int[NodeFormat.SLOTS];
        final int[] versions = new int[NodeFormat.SLOTS];
        int count;
        /// The first entry not before the key that it was loaded for.
        int start;
        /// No key before this one can be in the leaf; 0: it is the first.
        int low;
        /// No key from this one on can be in the leaf; 0: it is the last.
        int high;

        private void clear() {
            count = 0;
            start = 0;
            low = 0;
            high = 0;
        }
    }
}
