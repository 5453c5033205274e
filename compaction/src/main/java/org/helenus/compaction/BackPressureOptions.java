package org.helenus.compaction;

import java.time.Duration;

/// From what debt on writes are slowed. Between the two bounds of each kind the allowed rate falls in a straight line
/// from what writes were before to a fiftieth of it.
///
/// @param filesFrom files of a table that wait to be merged, over one place: from here on …
/// @param filesFull … to here
/// @param bytesFrom bytes of a table that wait to be merged: from here on …
/// @param bytesFull … to here
/// @param longestDelay no write waits longer than this
public record BackPressureOptions(int filesFrom, int filesFull, long bytesFrom, long bytesFull, Duration longestDelay) {
    public static final BackPressureOptions DEFAULTS =
            new BackPressureOptions(32, 128, 32L << 30, 128L << 30, Duration.ofMillis(100));

    public BackPressureOptions {
        if (filesFrom < 1 || filesFull <= filesFrom) {
            throw new IllegalArgumentException(
                    "writes are slowed from " + filesFrom + " files on, and most at " + filesFull);
        }
        if (bytesFrom < 1 || bytesFull <= bytesFrom) {
            throw new IllegalArgumentException(
                    "writes are slowed from " + bytesFrom + " bytes on, and most at " + bytesFull);
        }
        if (longestDelay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + longestDelay);
        }
    }

    /// 0 … 1.
    double pressure(Debt debt) {
        double byFiles = (double) (debt.files() - filesFrom) / (filesFull - filesFrom);
        double byBytes = (double) (debt.bytes() - bytesFrom) / (bytesFull - bytesFrom);
        return Math.clamp(Math.max(byFiles, byBytes), 0, 1);
    }

    /// In words, what weighs most in a debt.
    String reason(Debt debt) {
        double byFiles = (double) (debt.files() - filesFrom) / (filesFull - filesFrom);
        double byBytes = (double) (debt.bytes() - bytesFrom) / (bytesFull - bytesFrom);
        return byFiles >= byBytes
                ? debt.files() + " files wait to be merged"
                : debt.bytes() + " bytes wait to be merged";
    }
}
