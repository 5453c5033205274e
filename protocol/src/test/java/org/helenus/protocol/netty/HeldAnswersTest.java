package org.helenus.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldAnswersTest {
    private record Answer(long durablePosition) implements HeldAnswers.Positioned {}

    @Test
    void releasesInOrderOfPositionLikeASortedList() {
        var text = System.getProperty("seed", "");
        long seed = text.isEmpty() ? System.nanoTime() : Long.parseLong(text);
        var random = new SplittableRandom(seed);
        var held = new HeldAnswers<Answer>();
        List<Long> model = new ArrayList<>();
        long newest = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < (step / 2000 % 2 == 0 ? 70 : 30)) {
                newest += random.nextInt(3);
                long position = Math.max(0, newest - random.nextInt(5) * random.nextInt(40));
                held.add(new Answer(position));
                model.add(position);
            } else {
                long durable = newest - random.nextInt(20);
                model.sort(Comparator.naturalOrder());
                while (held.hasDurable(durable)) {
                    assertThat(held.take().durablePosition())
                            .as("seed %d", seed)
                            .isEqualTo(model.removeFirst());
                }
                assertThat(model).as("seed %d", seed).allMatch(position -> position > durable);
                assertThat(held.isEmpty()).isEqualTo(model.isEmpty());
            }
        }
    }
}
