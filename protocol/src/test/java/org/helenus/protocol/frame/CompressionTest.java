package org.helenus.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    private static final int MAX = 16 << 20;

    /// Zeros compress as well as anything can: no honest claim is turned away.
    @ParameterizedTest
    @EnumSource(names = {"LZ4", "SNAPPY"})
    void whatCompressesBestIsWithinTheBounds(Compression compression) {
        for (int length : new int[] {0, 1, 20, 1000, 100_000, MAX}) {
            byte[] zeros = new byte[length];
            var out = new ByteWriter();
            compression.compressBody(zeros, 0, length, out);
            assertThat(Arrays.equals(compression.decompressBody(out.array(), 0, out.length(), MAX), zeros))
                    .isTrue();
            if (length > 0) {
                assertThatThrownBy(() -> compression.decompressBody(out.array(), 0, out.length(), length - 1))
                        .isInstanceOf(ProtocolError.class);
            }
        }
    }

    /// Beyond them the claim itself is refused, before anything is allocated for it.
    @Test
    void aClaimThatItsBytesCannotHoldIsRefused() {
        byte[] lz4 = {0, 1, 0, 0, 0x10, 'A', 'A', 'A'};
        assertThatThrownBy(() -> Compression.LZ4.decompressBody(lz4, 0, lz4.length, MAX))
                .isInstanceOf(ProtocolError.class)
                .hasMessage("Compressed frame body of 4 bytes claims 65536 bytes");
        byte[] snappy = {(byte) 0x80, (byte) 0x80, 0x04, 0x00, 'A'};
        assertThatThrownBy(() -> Compression.SNAPPY.decompressBody(snappy, 0, snappy.length, MAX))
                .isInstanceOf(ProtocolError.class);
        assertThatThrownBy(() -> Compression.SNAPPY.decompressBody(new byte[0], 0, 0, MAX))
                .isInstanceOf(ProtocolError.class);
    }
}
