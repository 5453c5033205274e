package org.helenus.storage;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Randomness of a test: `-Dseed=` repeats a failure, whose message names the seed.
public record Seed(long value) {
    public static Seed next() {
        String given = System.getProperty("seed", "");
        return new Seed(given.isEmpty() ? System.nanoTime() : Long.parseLong(given));
    }

    public RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    @Override
    public String toString() {
        return "-Dseed=" + value;
    }
}
