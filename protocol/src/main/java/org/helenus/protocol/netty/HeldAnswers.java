package org.helenus.protocol.netty;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Answers that wait for the commit log, in order of position. They come almost in order, so each is put in place from
/// the end. A ring whose size is a power of two. One thread.
final class HeldAnswers<T extends HeldAnswers.Positioned> {
    /// What leaves when a position of the log is durable.
    interface Positioned {
        long durablePosition();
    }

    private static final int INITIAL_SIZE = 64;

    /// Slots outside `head … head + size` hold nothing.
    private List<T> ring = new ArrayList<>(Collections.nCopies(INITIAL_SIZE, null));
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(T answer) {
        if (size == ring.size()) {
            grow();
        }
        int at = size++;
        while (at > 0 && get(at - 1).durablePosition() > answer.durablePosition()) {
            set(at, get(at - 1));
            at--;
        }
        set(at, answer);
    }

    /// Whether the first is durable by now.
    boolean hasDurable(long durablePosition) {
        return size > 0 && get(0).durablePosition() <= durablePosition;
    }

    /// Takes the one with the lowest position.
    T take() {
        var first = get(0);
        set(0, null);
        head = head + 1 & ring.size() - 1;
        size--;
        return first;
    }

    private T get(int index) {
        return ring.get(head + index & ring.size() - 1);
    }

    private void set(int index, T answer) {
        ring.set(head + index & ring.size() - 1, answer);
    }

    private void grow() {
        List<T> larger = new ArrayList<>(2 * ring.size());
        for (int i = 0; i < size; i++) {
            larger.add(get(i));
        }
        larger.addAll(Collections.nCopies(ring.size(), null));
        ring = larger;
        head = 0;
    }
}
