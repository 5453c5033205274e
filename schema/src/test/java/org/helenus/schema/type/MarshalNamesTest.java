package org.helenus.schema.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.helenus.schema.bytes.ByteReader;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.SyntaxError;
import org.junit.jupiter.api.Test;

class MarshalNamesTest {
    private static final String P = "org.apache.cassandra.db.marshal.";

    @Test
    void frozenIsSaidOnceOnTheOutside() {
        var type = new MapType(NativeType.TEXT, new ListType(NativeType.INT, false), false);
        assertThat(type.marshalName())
                .isEqualTo(P + "FrozenType(" + P + "MapType(" + P + "UTF8Type," + P + "ListType(" + P + "Int32Type)))");
        assertThat(type.cqlName()).isEqualTo("frozen<map<text, frozen<list<int>>>>");
    }

    @Test
    void everyShapeReadsBack() {
        var user = new UserType(
                "ks", "Addr", List.of("a", "B c"), List.of(NativeType.INT, new SetType(NativeType.UUID, false)), true);
        for (CqlType type : List.of(
                NativeType.DURATION,
                new ListType(NativeType.TEXT, true),
                new SetType(new TupleType(List.of(NativeType.INT, NativeType.BLOB)), true),
                new MapType(NativeType.INT, user.freeze(), true),
                user,
                user.freeze(),
                new TupleType(List.of(new ListType(NativeType.INT, false), NativeType.TEXT)),
                new VectorType(NativeType.FLOAT, 3),
                new VectorType(new ListType(NativeType.INT, false), 2),
                new CustomType(P + "LexicalUUIDType"),
                new CustomType(P + "CompositeType(" + P + "UTF8Type," + P + "CompositeType(" + P + "Int32Type))"),
                new CustomType(P + "DynamicCompositeType(s=>" + P + "UTF8Type)"),
                new CustomType("com.example.Odd(a,b(c))"))) {
            assertThat(MarshalNames.parse(type.marshalName()).cqlName()).isEqualTo(type.cqlName());
            var out = new ByteWriter();
            TypeCodec.write(type, out);
            assertThat(TypeCodec.read(new ByteReader(out.array(), 0, out.length())))
                    .isEqualTo(type);
        }
        assertThat(user.cqlName()).isEqualTo("\"Addr\"");
    }

    @Test
    void whatIsNotANameIsRefused() {
        for (String text : List.of(
                "",
                "ListType",
                "ListType(",
                "ListType(Int32Type",
                "MapType(Int32Type)",
                "VectorType(Int32Type,x)",
                "Int32Type)",
                "UserType(ks,zz)",
                "CompositeType",
                "CompositeType()",
                "CompositeType(Nope)",
                "CompositeType(ListType(Int32Type))",
                "CompositeType(ReversedType(Int32Type))",
                "CompositeType(DurationType)",
                "DynamicCompositeType(ss=>UTF8Type)",
                "DynamicCompositeType(s=>Nope)",
                "CompositeType(".repeat(100_000),
                "ListType(".repeat(100_000))) {
            assertThatThrownBy(() -> MarshalNames.parse(text)).isInstanceOf(SyntaxError.class);
        }
    }
}
