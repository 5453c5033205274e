package org.helenus.schema.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.helenus.schema.bytes.ByteWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// For every type: wire order, ordered order and the plain model's order are one; equal values have equal ordered
/// bytes; every form reads back.
class TypeOrderTest {
    private static final int ROUNDS = 3000;
    private static final String SEED = System.getProperty("seed", "");

    static Stream<TypeModel> models() {
        var scalars = TypeModel.scalars();
        var models = new ArrayList<>(scalars);
        TypeModel number = TypeModel.fixed(NativeType.INT, 4);
        TypeModel text = named(scalars, NativeType.TEXT);
        TypeModel decimal = named(scalars, NativeType.DECIMAL);
        for (TypeModel scalar : scalars) {
            models.add(TypeModel.list(scalar));
            models.add(TypeModel.vector(scalar, 3));
        }
        models.add(TypeModel.set(text));
        models.add(TypeModel.map(text, number));
        models.add(TypeModel.map(decimal, TypeModel.list(text)));
        var tuple = TypeModel.fields(
                new TupleType(List.of(number.type(), text.type(), decimal.type())), List.of(number, text, decimal));
        models.add(tuple);
        models.add(TypeModel.list(tuple));
        models.add(TypeModel.vector(tuple, 2));
        models.add(TypeModel.vector(TypeModel.vector(number, 2), 2));
        models.add(TypeModel.fields(
                new UserType(
                        "ks",
                        "address",
                        List.of("street", "Numbers"),
                        List.of(text.type(), new ListType(number.type(), false)),
                        false),
                List.of(text, TypeModel.list(number))));
        TypeModel lexical = TypeModel.lexicalUuid();
        models.add(lexical);
        models.add(TypeModel.vector(lexical, 2));
        TypeModel composite = TypeModel.composite(List.of(text, number, decimal));
        models.add(composite);
        models.add(TypeModel.composite(List.of(lexical, composite, text)));
        models.add(TypeModel.dynamicComposite(number, text));
        models.add(TypeModel.dynamicComposite(composite, number));
        return models.stream();
    }

    private static TypeModel named(List<TypeModel> models, NativeType type) {
        return models.stream().filter(model -> model.type() == type).findFirst().orElseThrow();
    }

    private static long seed() {
        return SEED.isEmpty() ? System.nanoTime() : Long.parseLong(SEED);
    }

    @ParameterizedTest
    @MethodSource("models")
    void allFormsAgreeOnOrderAndReadBack(TypeModel model) {
        long seed = seed();
        var random = new Random(seed);
        CqlType type = model.type();
        for (int round = 0; round < ROUNDS; round++) {
            Object a = model.random(random);
            Object b = random.nextInt(4) == 0 ? a : model.random(random);
            byte[] left = model.wire(a, random);
            byte[] right = model.wire(b, random);
            String what = "seed " + seed + " " + type.cqlName() + " " + a + " against " + b;
            type.validate(left, 0, left.length);
            type.validate(right, 0, right.length);
            int wanted = Integer.signum(model.compare(a, b));
            assertThat(Integer.signum(type.compare(left, right))).as(what).isEqualTo(wanted);
            byte[] ascending = ordered(type, left, false);
            byte[] other = ordered(type, right, false);
            assertThat(Integer.signum(Arrays.compareUnsigned(ascending, other)))
                    .as(what)
                    .isEqualTo(wanted);
            assertThat(Integer.signum(Arrays.compareUnsigned(ordered(type, left, true), ordered(type, right, true))))
                    .as("descending " + what)
                    .isEqualTo(-wanted);
            readsBack(type, left, what);
        }
    }

    private static void readsBack(CqlType type, byte[] wire, String what) {
        for (boolean descending : new boolean[] {false, true}) {
            byte[] ordered = ordered(type, wire, descending);
            var reader = new OrderedReader(ordered, 0, ordered.length);
            reader.descending(descending);
            byte[] back = type.readOrdered(reader);
            assertThat(reader.hasRemaining()).as(what).isFalse();
            assertThat(type.compare(wire, back)).as(what).isZero();
            if (type.orderedIsLossless()) {
                assertThat(back).as(what).isEqualTo(wire);
            }
        }
        byte[] parsed = Literals.element(type, type.format(wire)).orElseThrow();
        assertThat(type.compare(wire, parsed))
                .as(what + " as " + type.format(wire))
                .isZero();
    }

    private static byte[] ordered(CqlType type, byte[] wire, boolean descending) {
        var out = new ByteWriter();
        type.writeOrdered(wire, 0, wire.length, out);
        if (descending) {
            out.complement(0);
        }
        return out.toArray();
    }

    /// Self-delimiting: reading stops where the value ends, whatever comes next.
    @ParameterizedTest
    @MethodSource("models")
    void readingStopsAtTheEnd(TypeModel model) {
        long seed = seed();
        var random = new Random(seed);
        CqlType type = model.type();
        for (int round = 0; round < ROUNDS / 3; round++) {
            boolean descending = random.nextBoolean();
            byte[] ordered = ordered(type, model.wire(model.random(random), random), descending);
            byte[] followed = Arrays.copyOf(ordered, ordered.length + 2);
            followed[ordered.length] = (byte) random.nextInt();
            var reader = new OrderedReader(followed, 0, followed.length);
            reader.descending(descending);
            type.readOrdered(reader);
            assertThat(reader.position).as("seed " + seed).isEqualTo(ordered.length);
        }
    }
}
