package org.helenus.storage.sstable;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One seed per run, printed when a test takes it; `-Dseed=` repeats it.
final class TestSeed {
    private TestSeed() {}

    static long of(String test) {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println(test + ": -Dseed=" + seed);
        return seed;
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
