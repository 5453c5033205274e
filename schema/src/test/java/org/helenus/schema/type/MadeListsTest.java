package org.helenus.schema.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;
import org.junit.jupiter.api.Test;

/// Lists that are made for an answer, such as `ttl` of a collection: they may have nulls, which no stored list has.
class MadeListsTest {
    private static final ListType LIST = new ListType(NativeType.INT, false);

    @SafeVarargs
    private static byte[] list(Optional<Integer>... elements) {
        var out = new ByteWriter(16);
        out.i32(elements.length);
        for (Optional<Integer> element : elements) {
            out.i32(element.isPresent() ? 4 : -1);
            element.ifPresent(out::i32);
        }
        return out.toArray();
    }

    private static final byte[] MIXED = list(Optional.empty(), Optional.of(7), Optional.empty());

    @Test
    void arePrinted() {
        assertThat(LIST.format(MIXED)).isEqualTo("[null, 7, null]");
        assertThat(JsonText.of(LIST, MIXED)).isEqualTo("[null, 7, null]");
        assertThat(JsonText.of(LIST, new byte[0])).isEqualTo("[]");
    }

    @Test
    void areTakenApart() {
        assertThat(Elements.ofList(MIXED).stream().map(Optional::isPresent)).containsExactly(false, true, false);
        assertThat(Elements.ofList(new byte[0])).isEmpty();
    }

    @Test
    void haveAnOrderInWhichNullIsTheLeast() {
        List<byte[]> ascending = List.of(
                list(),
                list(Optional.empty()),
                list(Optional.empty(), Optional.empty()),
                list(Optional.empty(), Optional.of(-5)),
                MIXED,
                list(Optional.of(-5)),
                list(Optional.of(-5), Optional.empty()));
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(LIST.compare(ascending.get(i), ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void timesBeyondFourDigitsAreDatesInJson() {
        assertThat(JsonText.of(NativeType.TIMESTAMP, Wire.ofLong(Long.MIN_VALUE)))
                .isEqualTo("\"+292275056-05-16 16:47:04.192Z\"");
        assertThat(JsonText.of(NativeType.TIMESTAMP, Wire.ofLong(253_402_300_800_000L)))
                .isEqualTo("\"+10000-01-01 00:00:00.000Z\"");
        assertThat(JsonText.of(NativeType.TIMESTAMP, Wire.ofLong(0))).isEqualTo("\"1970-01-01 00:00:00.000Z\"");
    }
}
