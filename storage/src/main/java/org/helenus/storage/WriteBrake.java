package org.helenus.storage;

/// Slows writes down before they would have to stop. Asked once for each write, on any thread; quick.
@FunctionalInterface
public interface WriteBrake {
    /// Never slows.
    WriteBrake NONE = () -> 0;

    /// How long this write must wait before it is applied, in nanoseconds; 0: not at all.
    long delayNanos();
}
