package org.helenus.protocol.netty;

import java.util.Arrays;

/// Answers that wait for the commit log, in order of position. They come almost in order, so each is put in place from the end.
/// One thread.
final class HeldAnswers {
    private PendingReply[] ring = new PendingReply[64];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(PendingReply reply) {
        if (size == ring.length) {
            grow();
        }
        int mask = ring.length - 1;
        int at = size++;
        while (at > 0 && ring[head + at - 1 & mask].durablePosition() > reply.durablePosition()) {
            ring[head + at & mask] = ring[head + at - 1 & mask];
            at--;
        }
        ring[head + at & mask] = reply;
    }

    /// Whether the first is durable by now.
    boolean hasDurable(long durablePosition) {
        return size > 0 && ring[head].durablePosition() <= durablePosition;
    }

    /// Takes the one with the lowest position.
    PendingReply take() {
        var first = ring[head];
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        return first;
    }

    private void grow() {
        var larger = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
        int wrapped = head;
        System.arraycopy(ring, 0, larger, ring.length - wrapped, wrapped);
        ring = larger;
        head = 0;
    }
}
