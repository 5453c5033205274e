package org.helenus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyValueWorkloadTest {

    /// The first word of key 0 is the published MurmurHash3 finaliser of 1.
    @Test
    void keysAreTheMixedIndexThenTheIndex() {
        assertThat(key(0)).isEqualTo("b456bcfc34c2cb2c" + "0000000000000000");
        assertThat(key(1)).endsWith("0000000000000001");
    }

    /// The words are SplitMix64's published sequence for seed 1234567, reached through its own increment.
    @Test
    void valuesAreASplitMixSequenceThenText() {
        ByteBuffer value = ByteBuffer.allocate(KeyValueWorkload.VALUE_BYTES);
        KeyValueWorkload.putValue(0, 1234567, value);
        assertThat(value.hasRemaining()).isFalse();
        assertThat(Long.toUnsignedString(value.getLong(0))).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(value.getLong(8))).isEqualTo("3203168211198807973");
        assertThat(value.get(48)).isEqualTo((byte) 's');
        assertThat(value.get(99)).isEqualTo((byte) ';');
    }

    @Test
    void keysDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(key(i).substring(0, 16))).isTrue();
        }
    }

    private static String key(long index) {
        ByteBuffer key = ByteBuffer.allocate(KeyValueWorkload.KEY_BYTES);
        KeyValueWorkload.putKey(index, key);
        return HexFormat.of().formatHex(key.array());
    }
}
