package org.helenus.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Whatever is sent, the parser answers with a tree or with a syntax error: in bounded time and memory, on a small
/// stack. One input in eight is a sentence of the grammar, which must also print to itself; the others are statements
/// with bytes changed, cut, doubled or mixed with other statements, and bytes by lot.
class FuzzTest {
    private static final int STACK_BYTES = 512 << 10;
    private static final long MOST_MILLIS = 5_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final int ROUND_TRIPS_OF = 16;
    private static final String SIGNS = "()[]{}<>'\"$;:?,.-+*/= 0aA";

    @Test
    void twoHundredThousandInputs() throws Exception {
        run(200_000);
    }

    @Test
    @Tag("nightly")
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = "true",
            disabledReason = "takes half an hour: mvn verify -Pnightly")
    void tenMillionInputs() throws Exception {
        run(10_000_000);
    }

    private static void run(int inputs) throws Exception {
        long seed = seed();
        try (var small =
                Executors.newSingleThreadExecutor(task -> new Thread(null, task, "small stack", STACK_BYTES))) {
            small.submit(() -> {
                        new Inputs(seed).feed(inputs);
                        return true;
                    })
                    .get(1, TimeUnit.DAYS);
        }
    }

    private static long seed() {
        var given = System.getProperty("seed", "");
        return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    }

    /// The inputs of one seed, on one thread.
    private static final class Inputs {
        private final long seed;
        private final Random random;
        private final RandomSentence sentences;
        private final List<byte[]> corpus;
        private final com.sun.management.ThreadMXBean memory =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        private int trees;
        private int errors;

        Inputs(long seed) {
            this.seed = seed;
            random = new Random(seed);
            sentences = new RandomSentence(random);
            corpus = TextTestFile.corpus("parse").stream()
                    .map(test -> test.input().getBytes(StandardCharsets.UTF_8))
                    .toList();
        }

        void feed(int inputs) {
            for (int i = 0; i < inputs; i++) {
                boolean grammatical = i % 8 == 0;
                String text = grammatical ? sentences.next() : new String(bytes(), StandardCharsets.UTF_8);
                try {
                    feed(text, grammatical || i % ROUND_TRIPS_OF == 1);
                } catch (Throwable failure) {
                    throw new AssertionError("seed " + seed + ", input " + i + ": " + text, failure);
                }
            }
            System.out.println("FuzzTest: -Dseed=" + seed + ": " + trees + " trees, " + errors + " syntax errors");
            assertThat(CqlParser.PREDICTIONS.states()).as("seed %d", seed).isLessThan(2 * Predictions.MOST_STATES);
            assertThat(trees).as("seed %d", seed).isGreaterThan(inputs / 20);
            assertThat(errors).as("seed %d", seed).isGreaterThan(inputs / 20);
        }

        private void feed(String text, boolean roundTrip) {
            long before = memory.getCurrentThreadAllocatedBytes();
            long started = memory.getCurrentThreadCpuTime();
            try {
                ParsedStatement parsed = CqlParser.parsePrepared(text);
                check(text, started, before);
                trees++;
                if (roundTrip && !RoundTrip.dropsMarkers(parsed)) {
                    RoundTrip.check(parsed);
                }
            } catch (CqlSyntaxException error) {
                check(text, started, before);
                errors++;
                assertThat(error.line() >= 1 && error.column() >= 0).isTrue();
                assertThat(error.getMessage().isBlank()).isFalse();
            }
        }

        private void check(String text, long started, long before) {
            // of this thread: what else runs on the machine is not the parser's
            long millis = (memory.getCurrentThreadCpuTime() - started) / 1_000_000;
            long bytes = memory.getCurrentThreadAllocatedBytes() - before;
            if (millis > MOST_MILLIS || bytes > MOST_BYTES) {
                throw new AssertionError(text.length() + " characters took " + millis + " ms and " + bytes + " bytes");
            }
        }

        private byte[] bytes() {
            byte[] one = any();
            return switch (random.nextInt(8)) {
                case 0 -> {
                    var lot = new byte[random.nextInt(60)];
                    random.nextBytes(lot);
                    yield lot;
                }
                case 1 -> mixed(one, any());
                case 2 -> Arrays.copyOf(one, random.nextInt(one.length + 1));
                case 3 -> repeated(one);
                default -> changed(one);
            };
        }

        private byte[] any() {
            return corpus.get(random.nextInt(corpus.size())).clone();
        }

        /// The head of one and the tail of another.
        private byte[] mixed(byte[] a, byte[] b) {
            int head = random.nextInt(a.length + 1);
            int tail = random.nextInt(b.length + 1);
            byte[] mixed = Arrays.copyOf(a, head + b.length - tail);
            System.arraycopy(b, tail, mixed, head, b.length - tail);
            return mixed;
        }

        /// A part of it over and over, which nests and chains.
        private byte[] repeated(byte[] one) {
            if (one.length == 0) {
                return one;
            }
            int from = random.nextInt(one.length);
            int length = 1 + random.nextInt(Math.min(12, one.length - from));
            int times = 1 + random.nextInt(40);
            var out = new byte[one.length + length * times];
            System.arraycopy(one, 0, out, 0, from);
            for (int i = 0; i < times; i++) {
                System.arraycopy(one, from, out, from + i * length, length);
            }
            System.arraycopy(one, from, out, from + times * length, one.length - from);
            return out;
        }

        private byte[] changed(byte[] one) {
            for (int n = random.nextInt(4); n >= 0 && one.length > 0; n--) {
                int at = random.nextInt(one.length);
                one[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
            }
            return one;
        }
    }
}
