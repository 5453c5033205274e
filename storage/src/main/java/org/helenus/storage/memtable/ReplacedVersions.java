package org.helenus.storage.memtable;

/// Versions of rows that newer ones took the place of, in the order in which that was published, until nobody can
/// reach them. The shard's writer.
final class ReplacedVersions {
    /// How many more have to wait before the next epoch is tried.
    private static final int PATIENCE = 32;

    private final ReadEpochs epochs;
    // A ring, its length a power of two.
    private int[] versions = new int[64];
    private int[] tags = new int[64];
    private long head;
    private long published;
    private long tail;
    private int sinceAdvance;

    ReplacedVersions(ReadEpochs epochs) {
        this.epochs = epochs;
    }

    void add(int version) {
        if (tail - head == versions.length) {
            grow();
        }
        versions[(int) tail & (versions.length - 1)] = version;
        tail++;
    }

    private void grow() {
        int[] oldVersions = versions;
        int[] oldTags = tags;
        versions = new int[oldVersions.length * 2];
        tags = new int[oldVersions.length * 2];
        for (long i = head; i < tail; i++) {
            int from = (int) i & (oldVersions.length - 1);
            int to = (int) i & (versions.length - 1);
            versions[to] = oldVersions[from];
            tags[to] = oldTags[from];
        }
    }

    /// What was added is now published as replaced.
    void publish() {
        if (published == tail) {
            return;
        }
        int tag = epochs.current();
        sinceAdvance += (int) (tail - published);
        for (; published < tail; published++) {
            tags[(int) published & (tags.length - 1)] = tag;
        }
        if (sinceAdvance >= PATIENCE) {
            sinceAdvance = 0;
            epochs.tryAdvance();
        }
    }

    /// Takes one that nobody can reach any more; 0: there is none.
    int take() {
        int at = (int) head & (versions.length - 1);
        if (head == published || !epochs.isOutOfReach(tags[at])) {
            return 0;
        }
        head++;
        return versions[at];
    }
}
