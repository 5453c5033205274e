package org.helenus.protocol;

/// What the server must know about the commit log: how far it is safe, and when that moves.
public interface Durability {
    /// Nothing needs to be waited for: without a log, or in tests.
    Durability ALWAYS = new Durability() {
        @Override
        public long durablePosition() {
            return Long.MAX_VALUE;
        }

        @Override
        public void onDurable(Runnable wake) {}
    };

    /// Everything at or below this position survives what it must survive. Never decreases. Any thread.
    long durablePosition();

    /// Whether [#handOver] is what moves the position, so that a tick which holds answers ends with it.
    default boolean handsOver() {
        return false;
    }

    /// Brings what this thread wrote as far as answers need it, without waiting: the position has moved when it
    /// returns, or moves later. Once a tick, for all answers of a loop.
    default void handOver() {}

    /// Registers, for good, what is run after each advance of the position, on the thread that made it; it must be
    /// quick.
    void onDurable(Runnable wake);
}
