package org.helenus.protocol.netty;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.helenus.protocol.Durability;

/// A commit log that syncs when the test says so.
final class ManualDurability implements Durability {
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private volatile long position;

    @Override
    public long durablePosition() {
        return position;
    }

    @Override
    public void onDurable(Runnable wake) {
        wakes.add(wake);
    }

    void advance(long to) {
        position = to;
        wakes.forEach(Runnable::run);
    }
}
