package org.helenus.storage;

/// The seed of a random test: `-Dseed=` repeats a failure.
public final class Seeds {
    private Seeds() {}

    public static long seed(long usual) {
        String given = System.getProperty("seed", "");
        return given.isBlank() ? usual : Long.parseLong(given.trim());
    }
}
