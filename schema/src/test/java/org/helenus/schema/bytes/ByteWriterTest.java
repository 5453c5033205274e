package org.helenus.schema.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    @Test
    void everythingIsBigEndianAndReadsBack() {
        var out = new ByteWriter(1);
        out.u8(0x1FF);
        out.u16(0x0102);
        out.i32(0x03040506);
        out.i64(0x0708090A0B0C0D0EL);
        out.text("é");
        out.signedVInt(-3);
        out.bytes(new byte[] {1, 2, 3}, 1, 2);
        assertThat(HexFormat.of().formatHex(out.toArray())).isEqualTo("ff0102030405060708090a0b0c0d0e02c3a9050203");
        var in = new ByteReader(out.array(), 0, out.length());
        assertThat(in.u8()).isEqualTo(0xFF);
        assertThat(in.u16()).isEqualTo(0x0102);
        assertThat(in.i32()).isEqualTo(0x03040506);
        assertThat(in.i64()).isEqualTo(0x0708090A0B0C0D0EL);
        assertThat(in.text()).isEqualTo("é");
        assertThat(in.signedVInt()).isEqualTo(-3);
        assertThat(in.bytes(2)).containsExactly(2, 3);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void aPlaceIsFilledInLaterAndTheEndTakenBack() {
        var out = new ByteWriter();
        out.i32(0);
        out.i64(-1);
        out.setI32(0, 7);
        out.truncate(5);
        out.complement(4);
        assertThat(out.toArray()).containsExactly(0, 0, 0, 7, 0);
        assertThatThrownBy(() -> out.setI32(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> out.truncate(6)).isInstanceOf(IllegalArgumentException.class);
        out.reset();
        assertThat(out.length()).isZero();
    }

    @Test
    void aReaderNeverGoesPastItsEnd() {
        var array = new byte[] {0x7F, 1, 2};
        assertThatThrownBy(() -> new ByteReader(array, 0, 3).text()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteReader(array, 1, 2).i32()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteReader(array, 0, 3).count()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteReader(array, 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
