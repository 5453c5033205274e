package org.helenus.schema.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.junit.jupiter.api.Test;

class DynamicCompositeTest {
    private static final CqlType TYPE = MarshalNames.parse("DynamicCompositeType");

    private static byte[] component(String className, byte[] value) {
        byte[] name = className.getBytes(StandardCharsets.UTF_8);
        var out = new ByteWriter();
        out.u16(name.length);
        out.bytes(name);
        out.u16(value.length);
        out.bytes(value);
        out.u8(0);
        return out.toArray();
    }

    private static void validate(byte[] value) {
        TYPE.validate(value, 0, value.length);
    }

    @Test
    void aValueMayHoldCompositesWhoseDepthTheirClassTells() {
        byte[] inner = {0, 1, 'a', 0};
        assertThatCode(() -> validate(component("CompositeType(UTF8Type)", inner)))
                .doesNotThrowAnyException();
    }

    /// Whoever looks at a value calls himself for each level of it.
    @Test
    void aValueIsNotAsDeepAsItIsLong() {
        byte[] value = {};
        while (value.length < 60_000) {
            value = component("DynamicCompositeType", value);
        }
        byte[] deep = value;
        assertThat(deep.length).isLessThan(1 << 16);
        assertThatThrownBy(() -> validate(deep))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Invalid comparator class DynamicCompositeType");
        byte[] hidden = component("CompositeType(DynamicCompositeType(s=>UTF8Type))", deep);
        assertThatThrownBy(() -> validate(hidden))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith("Invalid comparator class CompositeType(");
    }
}
