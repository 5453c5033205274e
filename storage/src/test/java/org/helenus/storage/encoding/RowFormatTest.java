package org.helenus.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.Seed;
import org.junit.jupiter.api.Test;

final class RowFormatTest {
    private final ByteWriter out = new ByteWriter();
    private final RowWriter writer = new RowWriter();

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void value(int column, long timestamp, String value) {
        writer.cell(column, timestamp, 0, 0, text(value), 0, value.length());
    }

    private void full() {
        writer.reset(out);
        writer.marker(1000, 60, 2060);
        writer.deletion(900, 1990);
        writer.clustering(text("cl"), 0, 2);
        value(2, 1000, "abc");
        writer.tombstone(3, 1001, 2001);
        writer.cell(4, 1000, 60, 2060, text(""), 0, 0);
        writer.complexDeletion(200, 999, 2000);
        writer.pathCell(200, text("k"), 0, 1, 1000, 0, 0, text("v"), 0, 1);
        writer.pathTombstone(200, text("kk"), 0, 2, 1000, 2000);
        assertThat(writer.finish()).isTrue();
    }

    @Test
    void aRowIsTheseBytes() {
        full();
        assertThat(new Dump(out.toArray())
                        .next(1, "flags: MARKER MARKER_EXPIRES DELETED CLUSTERING MORTAL")
                        .next(8, "base timestamp, the marker's")
                        .next(1, "ttl of the marker")
                        .next(4, "expiry of the marker")
                        .next(2, "row deletion: timestamp - base = -100")
                        .next(4, "row deletion: seconds")
                        .next(3, "clustering as written")
                        .next(6, "column 2: no flags, length, value")
                        .next(7, "column 3: TOMBSTONE OTHER_TIMESTAMP, +1, deletion seconds")
                        .next(8, "column 4: EXPIRES, ttl, expiry, empty value")
                        .next(8, "column 200: COMPLEX_DELETION OTHER_TIMESTAMP, -1, deletion seconds")
                        .next(7, "column 200: PATH, path, value")
                        .next(10, "column 200: PATH TOMBSTONE, deletion seconds, path")
                        .toString())
                .isEqualTo("""
                          0: 1f                                   # flags: MARKER MARKER_EXPIRES DELETED CLUSTERING MORTAL
                          1: 00000000000003e8                     # base timestamp, the marker's
                          9: 3c                                   # ttl of the marker
                         10: 0000080c                             # expiry of the marker
                         14: 80c7                                 # row deletion: timestamp - base = -100
                         16: 000007c6                             # row deletion: seconds
                         20: 02636c                               # clustering as written
                         23: 020003616263                         # column 2: no flags, length, value
                         29: 030902000007d1                       # column 3: TOMBSTONE OTHER_TIMESTAMP, +1, deletion seconds
                         36: 04023c0000080c00                     # column 4: EXPIRES, ttl, expiry, empty value
                         44: 80c81801000007d0                     # column 200: COMPLEX_DELETION OTHER_TIMESTAMP, -1, deletion seconds
                         52: 80c804016b0176                       # column 200: PATH, path, value
                         59: 80c805000007d0026b6b                 # column 200: PATH TOMBSTONE, deletion seconds, path
                        """);
        RowReader.check(out.array(), 0, out.length());
    }

    @Test
    void aSmallRowIsSmall() {
        writer.reset(out);
        writer.marker(5, 0, 0);
        value(1, 5, "xy");
        assertThat(writer.finish()).isTrue();
        assertThat(new Dump(out.toArray())
                        .next(1, "flags: MARKER")
                        .next(8, "base timestamp")
                        .next(5, "column 1")
                        .toString())
                .isEqualTo("""
                          0: 01                                   # flags: MARKER
                          1: 0000000000000005                     # base timestamp
                          9: 0100027879                           # column 1
                        """);
    }

    @Test
    void readsBackWhatWasWritten() {
        full();
        var row = new RowReader();
        row.reset(out.array(), 0, out.length());
        assertThat(row.hasMarker()).isTrue();
        assertThat(row.markerTimestamp()).isEqualTo(1000);
        assertThat(row.markerTtl()).isEqualTo(60);
        assertThat(row.markerExpiry()).isEqualTo(2060);
        assertThat(row.deletionTimestamp()).isEqualTo(900);
        assertThat(row.deletionSeconds()).isEqualTo(1990);
        assertThat(cells(row)).isEqualTo("""
                2 @1000 = abc
                3 @1001 deleted 2001
                4 @1000 ttl 60 until 2060 =\s
                200 @999 all deleted 2000
                200[k] @1000 = v
                200[kk] @1000 deleted 2000
                """);
        row.rewind();
        assertThat(cells(row).lines()).hasSize(6);
    }

    private static String cells(RowReader row) {
        var text = new StringBuilder();
        while (row.nextCell()) {
            text.append(row.columnId());
            if (row.hasPath()) {
                text.append('[')
                        .append(new String(row.array(), row.pathOffset(), row.pathLength(), StandardCharsets.UTF_8))
                        .append(']');
            }
            text.append(" @").append(row.timestamp());
            if (row.isTombstone()) {
                text.append(" deleted ").append(row.seconds());
            } else if (row.isComplexDeletion()) {
                text.append(" all deleted ").append(row.seconds());
            } else {
                if (row.isExpiring()) {
                    text.append(" ttl ").append(row.ttl()).append(" until ").append(row.seconds());
                }
                text.append(" = ")
                        .append(new String(row.array(), row.valueOffset(), row.valueLength(), StandardCharsets.UTF_8));
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void whatTheRowsOwnDeletionsShadowIsNotWritten() {
        writer.reset(out);
        writer.marker(10, 0, 0);
        writer.deletion(10, 1);
        value(1, 10, "x");
        writer.complexDeletion(2, 12, 1);
        writer.pathCell(2, text("a"), 0, 1, 12, 0, 0, text("v"), 0, 1);
        writer.pathCell(2, text("b"), 0, 1, 13, 0, 0, text("v"), 0, 1);
        writer.complexDeletion(3, 9, 1);
        assertThat(writer.finish()).isTrue();
        var row = new RowReader();
        row.reset(out.array(), 0, out.length());
        assertThat(row.hasMarker()).isFalse();
        assertThat(cells(row)).isEqualTo("2 @12 all deleted 1\n2[b] @13 = v\n");
    }

    @Test
    void nothingIsNoRow() {
        out.u8(1);
        writer.reset(out);
        writer.clustering(text("x"), 0, 1);
        assertThat(writer.finish()).isFalse();
        assertThat(out.length()).isEqualTo(1);
    }

    @Test
    void cellsOutOfOrderAreRefused() {
        writer.reset(out);
        value(2, 1, "x");
        assertThatThrownBy(() -> value(2, 1, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> value(1, 1, "x")).isInstanceOf(IllegalArgumentException.class);
        writer.pathCell(4, text("b"), 0, 1, 1, 0, 0, text(""), 0, 0);
        assertThatThrownBy(() -> writer.pathTombstone(4, text("a"), 0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.complexDeletion(4, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedRowsAreRefusedOrHarmless() {
        full();
        byte[] good = out.toArray();
        for (int cut = 0; cut < good.length; cut++) {
            walk(Arrays.copyOf(good, cut), cut);
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] damaged = good.clone();
            damaged[bit >> 3] ^= (byte) (1 << (bit & 7));
            walk(damaged, damaged.length);
        }
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] &= 0x1F;
            }
            walk(noise, noise.length);
        }
    }

    /// A row may be read or refused; it must not run out of its bytes or never end.
    private static void walk(byte[] bytes, int length) {
        try {
            var row = new RowReader();
            row.reset(bytes, 0, length);
            int cells = 0;
            while (row.nextCell()) {
                assertThat(row.valueLength() + row.pathLength()).isLessThanOrEqualTo(length);
                assertThat(++cells).isLessThanOrEqualTo(length);
            }
            RowReader.check(bytes, 0, length);
        } catch (MalformedBytesException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
