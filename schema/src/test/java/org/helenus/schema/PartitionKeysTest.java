package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.helenus.schema.error.InvalidRequest;
import org.junit.jupiter.api.Test;

class PartitionKeysTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void oneComponentIsItself() {
        assertThat(PartitionKeys.compose(List.of(hex("0a0b")))).containsExactly(10, 11);
        assertThat(PartitionKeys.split(hex("0a0b"), 1)).containsExactly(hex("0a0b"));
    }

    @Test
    void moreHaveLengthsAndEnds() {
        byte[] key = PartitionKeys.compose(List.of(hex("0a"), hex(""), hex("0b0c")));
        assertThat(HexFormat.of().formatHex(key)).isEqualTo("00010a00" + "000000" + "00020b0c00");
        assertThat(PartitionKeys.split(key, 3)).containsExactly(hex("0a"), hex(""), hex("0b0c"));
    }

    @Test
    void wrongKeysAreRefused() {
        for (String bad : List.of("", "00", "00010a", "00010a0100010b00", "00010a0000020b00", "00010a0000010b0000")) {
            assertThatThrownBy(() -> PartitionKeys.split(hex(bad), 2)).isInstanceOf(InvalidRequest.class);
        }
        assertThatThrownBy(() -> PartitionKeys.compose(List.of(new byte[65536])))
                .hasMessage("Key length of 65536 is longer than maximum of 65535");
        assertThatThrownBy(() -> PartitionKeys.compose(List.of(new byte[40000], new byte[40000])))
                .isInstanceOf(InvalidRequest.class);
    }
}
