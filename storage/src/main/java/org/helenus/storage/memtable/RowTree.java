package org.helenus.storage.memtable;

import java.util.Arrays;

/// The rows of a shard in key order: a B+tree of 64-way nodes ([Node]) whose comparisons touch eight bytes
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
    private static final long[] SAME_HEADS = {};

    private final Records records;
    /// Null: there is no row.
    private volatile Node root;

    // The way of the writer from leaf (0) to root: node, place taken in it, and the keys that bound it (0: none).
    private final Node[] path = new Node[MAX_LEVELS];
    private final int[] places = new int[MAX_LEVELS];
    private final int[] lows = new int[MAX_LEVELS];
    private final int[] highs = new int[MAX_LEVELS];
    private byte[] lowBytes = new byte[128];
    private byte[] highBytes = new byte[128];
    private long bytes;
    /// Keeps the loads of [Node#bringNear] from being left out.
    private long touched;

    RowTree(Records records) {
        this.records = records;
    }

    private Node create(int level, int skip) {
        bytes += Node.BYTES;
        return new Node(level, skip);
    }

    /// Memory that the nodes take, about. As the writer sees it.
    long bytes() {
        return bytes;
    }

    /// The place of the first entry, from `first` on, that is not before the key; with [#FOUND] when it is the
    /// key's.
    private int search(Node node, int state, int first, byte[] key, int keyLength) {
        int skip = node.skip();
        long head = Node.sortable(Records.head(key, keyLength, skip));
        int low = node.lowerBound(state, first, head);
        int high = Node.count(state);
        if (low == high || node.head(node.slot(state, low)) != head) {
            return low;
        }
        if (head < Long.MAX_VALUE) {
            high = node.lowerBound(state, low, head + 1);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = records.compareKey(node.key(node.slot(state, middle)), key, keyLength, skip);
            if (order == 0) {
                return middle | FOUND;
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
    private int child(Node node, int state, byte[] key, int keyLength, boolean before) {
        int place = search(node, state, 1, key, keyLength);
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
        Node node = root;
        if (node == null) {
            return 0;
        }
        int state = node.state();
        if (root != node) {
            return -1;
        }
        while (node.level() > 0) {
            Node child = node.child(node.slot(state, child(node, state, key, keyLength, false)));
            if (child == null) {
                return -1;
            }
            int childState = child.state();
            if (!node.isStill(state)) {
                return -1;
            }
            node = child;
            state = childState;
        }
        int place = search(node, state, 0, key, keyLength);
        int version = (place & FOUND) == 0 ? 0 : node.version(node.slot(state, place & ~FOUND));
        return node.isStill(state) ? version : -1;
    }

    /// Copies the leaf that a key belongs to; with `before`, the one that what comes just before the key belongs
    /// to. Any thread.
    void load(byte[] key, int keyLength, boolean before, LeafCopy into) {
        while (!tryLoad(key, keyLength, before, into)) {
            Thread.onSpinWait();
        }
    }

    private boolean tryLoad(byte[] key, int keyLength, boolean before, LeafCopy into) {
        Node node = root;
        if (node == null) {
            into.clear();
            return true;
        }
        int state = node.state();
        if (root != node) {
            return false;
        }
        int low = 0;
        int high = 0;
        while (node.level() > 0) {
            int place = child(node, state, key, keyLength, before);
            Node child = node.child(node.slot(state, place));
            if (child == null) {
                return false;
            }
            if (place > 0) {
                low = node.key(node.slot(state, place));
            }
            if (place + 1 < Node.count(state)) {
                high = node.key(node.slot(state, place + 1));
            }
            int childState = child.state();
            if (!node.isStill(state)) {
                return false;
            }
            node = child;
            state = childState;
        }
        into.low = low;
        into.high = high;
        into.count = Node.count(state);
        for (int i = 0; i < into.count; i++) {
            int slot = node.slot(state, i);
            into.keys[i] = node.key(slot);
            into.versions[i] = node.version(slot);
        }
        if (high != 0) {
            into.count = countBelow(node, state, high);
        }
        into.start = Math.min(into.count, search(node, state, 0, key, keyLength) & ~FOUND);
        return node.isStill(state);
    }

    /// How many entries of a leaf come before its bound. A split makes the right half known before it takes it
    /// from the
    /// left: whoever goes on at the bound must not have seen what lies behind.
    private int countBelow(Node leaf, int state, int bound) {
        int skip = leaf.skip();
        long head = Node.sortable(records.head(bound, skip));
        int count = Node.count(state);
        while (count > 0) {
            int slot = leaf.slot(state, count - 1);
            long last = leaf.head(slot);
            if (last < head || last == head && isBefore(leaf.key(slot), bound, skip)) {
                break;
            }
            count--;
        }
        return count;
    }

    private boolean isBefore(int key, int bound, int skip) {
        int length = records.keyLength(bound);
        byte[] bytes = new byte[length];
        records.copyKey(bound, 0, bytes);
        return records.compareKey(key, bytes, length, skip) < 0;
    }

    // The writer's part.

    /// Goes to where a key is, or belongs.
    ///
    /// @return the newest version of its row, or 0 when there is none
    int locate(byte[] key, int keyLength) {
        Node node = root;
        if (node == null) {
            node = create(0, 0);
            root = node;
        }
        int low = 0;
        int high = 0;
        for (int level = node.level(); level > 0; level--) {
            int state = node.state();
            int place = child(node, state, key, keyLength, false);
            path[level] = node;
            lows[level] = low;
            highs[level] = high;
            places[level] = place;
            if (place > 0) {
                low = node.key(node.slot(state, place));
            }
            if (place + 1 < Node.count(state)) {
                high = node.key(node.slot(state, place + 1));
            }
            node = node.child(node.slot(state, place));
        }
        long before = touched;
        touched = before ^ node.bringNear();
        path[0] = node;
        lows[0] = low;
        highs[0] = high;
        int state = node.state();
        int place = search(node, state, 0, key, keyLength);
        places[0] = place & ~FOUND;
        return (place & FOUND) == 0 ? 0 : node.version(node.slot(state, places[0]));
    }

    /// A key with all its bytes that the located one probably shares much with, or 0.
    int likelyBase(byte[] key, int keyLength) {
        Node leaf = path[0];
        int state = leaf.state();
        if (Node.count(state) == 0) {
            return 0;
        }
        int slot = leaf.slot(state, places[0] > 0 ? places[0] - 1 : 0);
        int skip = leaf.skip();
        if (skip < 2 * Long.BYTES && leaf.head(slot) != Node.sortable(Records.head(key, keyLength, skip))) {
            return 0;
        }
        int neighbour = leaf.key(slot);
        int base = records.keyBase(neighbour);
        return base == 0 ? neighbour : base;
    }

    /// Whether a key that [#locate] did not find is the first of its partition. Looks at one neighbour only: may
    /// say
    /// yes of a row that comes before all others of its leaf.
    boolean startsPartition(byte[] key, int keyLength, int prefixLength) {
        Node leaf = path[0];
        int skip = leaf.skip();
        int state = leaf.state();
        if (Node.count(state) == 0 || skip >= prefixLength) {
            return skip < prefixLength;
        }
        int slot = leaf.slot(state, places[0] > 0 ? places[0] - 1 : 0);
        if (skip + Long.BYTES <= prefixLength && leaf.head(slot) != Node.sortable(Records.head(key, keyLength, skip))) {
            return true;
        }
        return !records.beginsWith(leaf.key(slot), key, prefixLength);
    }

    /// Gives the row found by [#locate] a newer version.
    void replace(int version) {
        Node leaf = path[0];
        leaf.setVersion(leaf.slot(leaf.state(), places[0]), version);
    }

    /// Adds a row that [#locate] did not find.
    void insert(byte[] key, int keyLength, int reference, int version) {
        if (Node.count(path[0].state()) == Node.SLOTS) {
            split(0, reference);
        }
        Node leaf = path[0];
        long head = Node.sortable(Records.head(key, keyLength, leaf.skip()));
        leaf.insert(places[0], head, reference, version);
    }

    private int keyAt(Node node, int place) {
        return node.key(node.slot(node.state(), place));
    }

    /// Makes room in the full node of a level, for what belongs at its place, and keeps the writer's way right.
    private void split(int level, int newKey) {
        Node left = path[level];
        int count = Node.SLOTS;
        Node parent = parentWithRoom(level, newKey);
        // Rows that come in order would leave half-empty nodes behind, if they were split in the middle.
        boolean leaf = level == 0;
        boolean atEnd = places[level] == (leaf ? count : count - 1);
        int middle = atEnd ? places[level] : count / 2;
        int separator = leaf && atEnd ? newKey : keyAt(left, middle);

        int oldSkip = left.skip();
        boolean ties = hasEqualHeads(left, leaf ? 0 : 1);
        int leftSkip = ties ? Math.max(oldSkip, shared(lows[level], separator)) : oldSkip;
        int rightSkip = ties ? Math.max(oldSkip, shared(separator, highs[level])) : oldSkip;
        Node right = copy(left, level, middle, count, rightSkip);
        long head = Node.sortable(records.head(separator, parent.skip()));
        parent.insert(places[level + 1] + 1, head, separator, right);
        if (leftSkip > oldSkip) {
            Node shorter = copy(left, level, 0, middle, leftSkip);
            parent.setChild(parent.slot(parent.state(), places[level + 1]), shorter);
            // Whoever still is in the old one, or comes from where it hung, must look again, or it could
            // go on to children that were shortened since.
            parent.touch();
            left.touch();
            left = shorter;
        } else {
            left.truncate(middle);
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

    private Node parentWithRoom(int level, int newKey) {
        Node node = path[level];
        if (node == root) {
            if (level + 1 == MAX_LEVELS) {
                throw new IllegalStateException("a memtable's tree has too many levels");
            }
            Node higher = create(level + 1, 0);
            higher.insert(0, Node.sortable(0), 0, node);
            path[level + 1] = higher;
            places[level + 1] = 0;
            lows[level + 1] = 0;
            highs[level + 1] = 0;
            root = higher;
        } else if (Node.count(path[level + 1].state()) == Node.SLOTS) {
            split(level + 1, newKey);
        }
        return path[level + 1];
    }

    private Node copy(Node from, int level, int first, int end, int skip) {
        Node to = create(level, skip);
        to.fill(from, first, end, skip == from.skip() ? SAME_HEADS : heads(from, first, end, skip));
        return to;
    }

    private long[] heads(Node of, int first, int end, int skip) {
        int state = of.state();
        var heads = new long[end - first];
        for (int i = first; i < end; i++) {
            heads[i - first] = Node.sortable(records.head(of.key(of.slot(state, i)), skip));
        }
        return heads;
    }

    private static boolean hasEqualHeads(Node node, int first) {
        int state = node.state();
        for (int i = first; i + 1 < Node.count(state); i++) {
            if (node.head(node.slot(state, i)) == node.head(node.slot(state, i + 1))) {
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
        return root == null ? 0 : root.level() + 1;
    }

    /// A leaf as it was at one moment.
    static final class LeafCopy {
        final int[] keys = new int[Node.SLOTS];
        final int[] versions = new int[Node.SLOTS];
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
