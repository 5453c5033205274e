package org.helenus.query.expression;

import java.util.random.RandomGenerator;
import org.helenus.storage.Clock;

/// What a value may depend on besides its arguments: the time and chance. Handed in, so that a test can settle both.
///
/// @param random must be safe for many threads
public record Environment(Clock clock, TimeUuids timeUuids, RandomGenerator random) {
    public Environment(Clock clock, RandomGenerator random) {
        this(clock, new TimeUuids(clock, random), random);
    }
}
