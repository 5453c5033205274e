package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.internal.core.metadata.token.Murmur3Token;
import com.datastax.oss.driver.internal.core.metadata.token.Murmur3TokenFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Murmur3Test {
    private static final String SEED = System.getProperty("seed", "");

    /// Vectors that several drivers publish.
    @Test
    void publishedVectors() {
        assertThat(token("123")).isEqualTo(-7468325962851647638L);
        assertThat(token("\u0000\u00ff\u0010\u00fa\u0099".repeat(10))).isEqualTo(5837342703291459765L);
        assertThat(token("\u00fe".repeat(8))).isEqualTo(-8927430733708461935L);
        assertThat(token("\u0010".repeat(8))).isEqualTo(1446172840243228796L);
        assertThat(token("9223372036854775807")).isEqualTo(7162290910810015547L);
    }

    private static long token(String latin) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        return Murmur3.token(bytes, 0, bytes.length);
    }

    /// Every length of tail, bytes of both signs, at an offset.
    @Test
    void agreesWithTheDriver() {
        long seed = SEED.isEmpty() ? System.nanoTime() : Long.parseLong(SEED);
        var random = new Random(seed);
        var factory = new Murmur3TokenFactory();
        for (int round = 0; round < 2000; round++) {
            var bytes = new byte[random.nextInt(1, 70)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length);
            byte[] key = Arrays.copyOfRange(bytes, from, bytes.length);
            long driver = ((Murmur3Token) factory.hash(ByteBuffer.wrap(key))).getValue();
            assertThat(Murmur3.token(bytes, from, key.length))
                    .as("seed " + seed)
                    .isEqualTo(driver);
        }
    }

    @Test
    void anEmptyKeyComesBeforeAll() {
        assertThat(Murmur3.token(new byte[0], 0, 0)).isEqualTo(Long.MIN_VALUE);
    }
}
