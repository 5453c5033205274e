package org.helenus.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
    private record Slice(byte[] array, int offset, byte[] expected) {}

    /// What was given stays as it was given, and what was read stays readable, whatever comes after.
    @Test
    void neverWritesWhereOthersRead() {
        var text = System.getProperty("seed", "");
        long seed = text.isEmpty() ? System.nanoTime() : Long.parseLong(text);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            var queue = new ByteQueue();
            var appended = new ByteArrayOutputStream();
            List<Slice> slices = new ArrayList<>();
            int read = 0;
            for (int step = 0; step < 60; step++) {
                if (random.nextBoolean()) {
                    byte[] given = new byte[random.nextInt(1, 60)];
                    random.nextBytes(given);
                    int offset = random.nextInt(given.length);
                    int count = random.nextInt(given.length - offset + 1);
                    queue.append(given, offset, count);
                    appended.write(given, offset, count);
                    slices.add(new Slice(given, 0, given.clone()));
                } else {
                    int count = random.nextInt(queue.remaining() + 1);
                    byte[] expected = Arrays.copyOfRange(appended.toByteArray(), read, read + count);
                    slices.add(new Slice(queue.array(), queue.position(), expected));
                    queue.skip(count);
                    read += count;
                }
                for (var slice : slices) {
                    int end = slice.offset + slice.expected.length;
                    assertThat(Arrays.copyOfRange(slice.array, slice.offset, end))
                            .as("seed %d", seed)
                            .isEqualTo(slice.expected);
                }
                assertThat(queue.remaining()).isEqualTo(appended.size() - read);
            }
        }
    }
}
