package org.helenus.schema.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.internal.core.type.util.VIntCoding;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VIntTest {
    @Test
    void bytesAreThoseOfCassandra() {
        assertThat(unsigned(0)).isEqualTo("00");
        assertThat(unsigned(127)).isEqualTo("7f");
        assertThat(unsigned(128)).isEqualTo("8080");
        assertThat(unsigned(16383)).isEqualTo("bfff");
        assertThat(unsigned(16384)).isEqualTo("c04000");
        assertThat(unsigned((1L << 56) - 1)).isEqualTo("feffffffffffffff");
        assertThat(unsigned(1L << 56)).isEqualTo("ff0100000000000000");
        assertThat(unsigned(-1)).isEqualTo("ffffffffffffffffff");
        var signed = new ByteWriter();
        signed.signedVInt(-2);
        assertThat(signed.toArray()).containsExactly(3);
    }

    @Test
    void everyMagnitudeReadsBackAndHasTheDriversSize() {
        for (int bit = 0; bit < 64; bit++) {
            for (long value : new long[] {1L << bit, (1L << bit) - 1, -(1L << bit), (1L << bit) + 5}) {
                var out = new ByteWriter();
                out.unsignedVInt(value);
                assertThat(out.length()).isEqualTo(VInt.sizeUnsigned(value));
                assertThat(VInt.sizeFromFirstByte(out.array()[0])).isEqualTo(out.length());
                assertThat(VInt.readUnsigned(out.array(), 0)).isEqualTo(value);
                assertThat(VInt.sizeSigned(value)).isEqualTo(VIntCoding.computeVIntSize(value));
                assertThat(new ByteReader(out.array(), 0, out.length()).unsignedVInt())
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void aVIntThatEndsEarlyIsRefused() {
        var out = new ByteWriter();
        out.unsignedVInt(1L << 40);
        assertThatThrownBy(() -> new ByteReader(out.array(), 0, out.length() - 1).unsignedVInt())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String unsigned(long value) {
        var out = new ByteWriter();
        out.unsignedVInt(value);
        return HexFormat.of().formatHex(out.toArray());
    }
}
