package org.helenus.schema.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.helenus.schema.bytes.ByteWriter;

/// A type told a second time, plainly: Java values, their order, and all the wire bytes that one value may have.
interface TypeModel {
    CqlType type();

    Object random(Random random);

    /// One of the wire forms of the value.
    byte[] wire(Object value, Random random);

    int compare(Object a, Object b);

    static <T> TypeModel of(
            CqlType type, Function<Random, T> random, BiFunction<T, Random, byte[]> wire, Comparator<T> order) {
        return new TypeModel() {
            @Override
            public CqlType type() {
                return type;
            }

            @Override
            public Object random(Random source) {
                return random.apply(source);
            }

            @SuppressWarnings("unchecked")
            @Override
            public byte[] wire(Object value, Random source) {
                return wire.apply((T) value, source);
            }

            @SuppressWarnings("unchecked")
            @Override
            public int compare(Object a, Object b) {
                return order.compare((T) a, (T) b);
            }

            @Override
            public String toString() {
                return type.cqlName();
            }
        };
    }

    /// Small numbers often, so that values meet; any number sometimes.
    private static long integer(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-3, 4);
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            default -> random.nextInt(-300, 300);
        };
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[random.nextInt(1, 6)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 0xFF;
                        case 2 -> 1;
                        default -> random.nextInt();
                    };
        }
        return bytes;
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(1, 6);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(new int[] {0, 1, 'a', 'b', 0xE9, 0x20AC, 0xFFFD, 0x1F600}[random.nextInt(8)]);
        }
        return text.toString();
    }

    private static int compareBytes(byte[] a, byte[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return (a[i] & 0xFF) - (b[i] & 0xFF);
            }
        }
        return a.length - b.length;
    }

    static TypeModel fixed(NativeType type, int size) {
        int unused = 64 - size * 8;
        return of(
                type,
                random -> integer(random) << unused >> unused,
                (value, random) -> {
                    var wire = new byte[size];
                    for (int i = 0; i < size; i++) {
                        wire[i] = (byte) (value >> (size - 1 - i) * 8);
                    }
                    return wire;
                },
                Comparator.<Long>naturalOrder());
    }

    static List<TypeModel> scalars() {
        var models = new ArrayList<TypeModel>();
        models.add(fixed(NativeType.BIGINT, 8));
        models.add(fixed(NativeType.INT, 4));
        models.add(fixed(NativeType.SMALLINT, 2));
        models.add(fixed(NativeType.TINYINT, 1));
        models.add(fixed(NativeType.TIMESTAMP, 8));
        models.add(of(
                NativeType.DATE,
                random -> integer(random) & 0xFFFF_FFFFL,
                (value, random) -> Wire.ofInt(value.intValue()),
                Comparator.<Long>naturalOrder()));
        models.add(of(
                NativeType.TIME,
                random -> Math.floorMod(integer(random), 86_400_000_000_000L),
                (value, random) -> Wire.ofLong(value),
                Comparator.<Long>naturalOrder()));
        models.add(of(
                NativeType.BOOLEAN,
                Random::nextBoolean,
                (value, random) -> new byte[] {(byte) (value ? random.nextInt(1, 256) : 0)},
                Comparator.<Boolean>naturalOrder()));
        models.add(of(
                NativeType.FLOAT,
                TypeModel::randomFloat,
                (value, random) -> value.isNaN() && random.nextBoolean()
                        ? Wire.ofInt(0xFF80_0001)
                        : Wire.ofInt(Float.floatToRawIntBits(value)),
                Comparator.<Float>naturalOrder()));
        models.add(of(
                NativeType.DOUBLE,
                random -> (double) randomFloat(random) * (random.nextBoolean() ? 1 : 1e50),
                (value, random) -> value.isNaN() && random.nextBoolean()
                        ? Wire.ofLong(0xFFF0_0000_0000_0001L)
                        : Wire.ofLong(Double.doubleToRawLongBits(value)),
                Comparator.<Double>naturalOrder()));
        models.add(of(NativeType.BLOB, TypeModel::bytes, (value, random) -> value, TypeModel::compareBytes));
        models.add(of(
                NativeType.TEXT,
                TypeModel::text,
                (value, random) -> value.getBytes(StandardCharsets.UTF_8),
                TypeModel::byCodePoints));
        models.add(of(
                NativeType.ASCII,
                random -> text(random).replaceAll("[^\\x00-\\x7f]", "c"),
                (value, random) -> value.getBytes(StandardCharsets.US_ASCII),
                Comparator.<String>naturalOrder()));
        models.add(of(
                NativeType.INET,
                random -> {
                    var address = new byte[random.nextBoolean() ? 4 : 16];
                    for (int i = 0; i < 3; i++) {
                        address[random.nextInt(address.length)] = (byte) random.nextInt();
                    }
                    return address;
                },
                (value, random) -> value,
                TypeModel::compareBytes));
        models.add(of(
                NativeType.VARINT, TypeModel::randomVarint, TypeModel::padded, Comparator.<BigInteger>naturalOrder()));
        models.add(of(NativeType.DECIMAL, TypeModel::randomDecimal, TypeModel::decimalWire, BigDecimal::compareTo));
        models.add(of(
                NativeType.UUID,
                TypeModel::randomUuid,
                (value, random) -> Wire.ofUuid(value),
                TypeModel::compareUuids));
        models.add(of(
                NativeType.TIMEUUID,
                TypeModel::randomTimeUuid,
                (value, random) -> Wire.ofUuid(value),
                TypeModel::compareTimeUuids));
        return models;
    }

    private static int byCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (left[i] != right[i]) {
                return Integer.compare(left[i], right[i]);
            }
        }
        return left.length - right.length;
    }

    private static float randomFloat(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new float[] {
                            0f,
                            -0f,
                            1f,
                            -1f,
                            Float.NaN,
                            Float.POSITIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            Float.MIN_VALUE
                        }
                        [random.nextInt(8)];
            case 1 -> random.nextInt(-3, 4) / 2f;
            default -> Float.intBitsToFloat(random.nextInt());
        };
    }

    private static BigInteger randomVarint(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.valueOf(random.nextInt(-3, 4));
            case 1 -> BigInteger.valueOf(integer(random));
            case 2 ->
                new BigInteger(random.nextInt(0, 1200), random).multiply(BigInteger.valueOf(random.nextInt(-1, 2)));
            default ->
                BigInteger.ONE
                        .shiftLeft(random.nextInt(0, 1200))
                        .subtract(BigInteger.valueOf(random.nextInt(3)))
                        .negate();
        };
    }

    /// The same number behind bytes that only repeat its sign.
    private static byte[] padded(BigInteger value, Random random) {
        byte[] shortest = value.toByteArray();
        int extra = random.nextInt(3);
        var wire = new byte[shortest.length + extra];
        Arrays.fill(wire, 0, extra, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, wire, extra, shortest.length);
        return wire;
    }

    private static BigDecimal randomDecimal(Random random) {
        var unscaled = random.nextBoolean() ? BigInteger.valueOf(random.nextInt(-120, 121)) : randomVarint(random);
        return new BigDecimal(
                unscaled, random.nextInt(10) == 0 ? random.nextInt(-100_000, 100_000) : random.nextInt(-3, 6));
    }

    private static byte[] decimalWire(BigDecimal value, Random random) {
        BigDecimal same = value.setScale(value.scale() + random.nextInt(3));
        var out = new ByteWriter();
        out.i32(same.scale());
        out.bytes(padded(same.unscaledValue(), random));
        return out.toArray();
    }

    private static UUID randomUuid(Random random) {
        long high = integer(random);
        long low = integer(random);
        if (random.nextBoolean()) {
            high = high & ~0xF000L | (random.nextBoolean() ? 0x1000L : 0x4000L);
        }
        return new UUID(high, low);
    }

    private static UUID randomTimeUuid(Random random) {
        return new UUID(integer(random) & ~0xF000L | 0x1000L, integer(random));
    }

    private static int compareUuids(UUID a, UUID b) {
        int byVersion = Integer.compare(a.version(), b.version());
        if (byVersion != 0) {
            return byVersion;
        }
        int byHigh = a.version() == 1 ? Long.compare(time(a), time(b)) : compareBytes(Wire.ofUuid(a), Wire.ofUuid(b));
        return byHigh != 0 ? byHigh : compareBytes(Wire.ofUuid(a), Wire.ofUuid(b));
    }

    private static long time(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        return (high & 0x0FFFL) << 48 | (high >> 16 & 0xFFFFL) << 32 | high >>> 32;
    }

    private static int compareTimeUuids(UUID a, UUID b) {
        int byTime = Long.compare(time(a), time(b));
        if (byTime != 0) {
            return byTime;
        }
        byte[] left = Wire.ofUuid(a);
        byte[] right = Wire.ofUuid(b);
        for (int i = 8; i < 16; i++) {
            if (left[i] != right[i]) {
                return left[i] - right[i];
            }
        }
        return 0;
    }

    static TypeModel list(TypeModel element) {
        return of(
                new ListType(element.type(), false),
                random -> values(element, random),
                (value, random) -> {
                    var out = new ByteWriter();
                    out.i32(value.size());
                    value.forEach(one -> element(element, one, random, out));
                    return out.toArray();
                },
                (a, b) -> compareLists(element, a, b));
    }

    static TypeModel set(TypeModel element) {
        return of(
                new SetType(element.type(), false),
                random -> {
                    var sorted = new TreeSet<Object>(element::compare);
                    sorted.addAll(values(element, random));
                    return List.copyOf(sorted);
                },
                (value, random) -> {
                    var out = new ByteWriter();
                    out.i32(value.size());
                    value.forEach(one -> element(element, one, random, out));
                    return out.toArray();
                },
                (a, b) -> compareLists(element, a, b));
    }

    static TypeModel map(TypeModel key, TypeModel value) {
        return of(
                new MapType(key.type(), value.type(), false),
                random -> {
                    var map = new TreeMap<Object, Object>(key::compare);
                    values(key, random).forEach(one -> map.put(one, value.random(random)));
                    return map;
                },
                (map, random) -> {
                    var out = new ByteWriter();
                    out.i32(map.size());
                    map.forEach((one, other) -> {
                        element(key, one, random, out);
                        element(value, other, random, out);
                    });
                    return out.toArray();
                },
                (a, b) -> {
                    var left = a.entrySet().iterator();
                    var right = b.entrySet().iterator();
                    while (left.hasNext() && right.hasNext()) {
                        var one = left.next();
                        var other = right.next();
                        int byKey = key.compare(one.getKey(), other.getKey());
                        int order = byKey != 0 ? byKey : value.compare(one.getValue(), other.getValue());
                        if (order != 0) {
                            return order;
                        }
                    }
                    return Integer.compare(a.size(), b.size());
                });
    }

    /// Tuples and user types: nulls anywhere; trailing ones written or not.
    static TypeModel fields(CqlType type, List<TypeModel> components) {
        return of(
                type,
                random -> {
                    var values = new ArrayList<Optional<Object>>();
                    components.forEach(component -> values.add(
                            random.nextInt(3) == 0 ? Optional.empty() : Optional.of(component.random(random))));
                    return values;
                },
                (values, random) -> {
                    int last = values.size();
                    while (last > 1 && values.get(last - 1).isEmpty() && random.nextBoolean()) {
                        last--;
                    }
                    var out = new ByteWriter();
                    for (int i = 0; i < last; i++) {
                        if (values.get(i).isEmpty()) {
                            out.i32(-1);
                        } else {
                            element(components.get(i), values.get(i).get(), random, out);
                        }
                    }
                    return out.toArray();
                },
                (a, b) -> {
                    for (int i = 0; i < a.size(); i++) {
                        int byNull =
                                Boolean.compare(a.get(i).isPresent(), b.get(i).isPresent());
                        int order = byNull != 0 || a.get(i).isEmpty()
                                ? byNull
                                : components
                                        .get(i)
                                        .compare(a.get(i).get(), b.get(i).get());
                        if (order != 0) {
                            return order;
                        }
                    }
                    return 0;
                });
    }

    /// @param components of which each value has some of the first
    static TypeModel composite(List<TypeModel> components) {
        var names = components.stream()
                .map(component -> component.type().marshalName())
                .toList();
        return of(
                new CustomType(MarshalNames.PACKAGE + "CompositeType(" + String.join(",", names) + ")"),
                random -> {
                    var values = new ArrayList<Object>();
                    for (TypeModel component : components.subList(0, 1 + random.nextInt(components.size()))) {
                        values.add(component.random(random));
                    }
                    values.add(random.nextInt(3) - 1);
                    return values;
                },
                (values, random) -> {
                    var out = new ByteWriter();
                    int last = values.size() - 2;
                    for (int i = 0; i <= last; i++) {
                        byte[] value = components.get(i).wire(values.get(i), random);
                        out.u16(value.length);
                        out.bytes(value);
                        out.u8(i < last ? 0 : Math.max(0, (int) values.getLast()));
                    }
                    return out.toArray();
                },
                (a, b) -> {
                    int left = a.size() - 1;
                    int right = b.size() - 1;
                    for (int i = 0; i < Math.min(left, right); i++) {
                        int order = components.get(i).compare(a.get(i), b.get(i));
                        int leftEnd = i < left - 1 ? 0 : Math.max(0, (int) a.getLast());
                        int rightEnd = i < right - 1 ? 0 : Math.max(0, (int) b.getLast());
                        order = order != 0 ? order : Integer.compare(leftEnd, rightEnd);
                        if (order != 0) {
                            return order;
                        }
                    }
                    return Integer.compare(left, right);
                });
    }

    /// Of one component, named by its letter or its class.
    static TypeModel dynamicComposite(TypeModel first, TypeModel second) {
        String firstName = first.type().marshalName();
        return of(
                new CustomType(MarshalNames.PACKAGE + "DynamicCompositeType(f=>" + firstName + ")"),
                random -> {
                    boolean isFirst = random.nextBoolean();
                    return List.of(isFirst, (isFirst ? first : second).random(random));
                },
                (value, random) -> {
                    var out = new ByteWriter();
                    boolean isFirst = (boolean) value.getFirst();
                    if (isFirst && random.nextBoolean()) {
                        out.u16(0x8000 | 'f');
                    } else {
                        byte[] name =
                                Wire.ofText(isFirst ? firstName : second.type().marshalName());
                        out.u16(name.length);
                        out.bytes(name);
                    }
                    byte[] wire = (isFirst ? first : second).wire(value.getLast(), random);
                    out.u16(wire.length);
                    out.bytes(wire);
                    out.u8(0);
                    return out.toArray();
                },
                (a, b) -> {
                    int byName = Boolean.compare((boolean) b.getFirst(), (boolean) a.getFirst());
                    return byName != 0
                            ? byName * firstName.compareTo(second.type().marshalName()) * -1
                            : ((boolean) a.getFirst() ? first : second).compare(a.getLast(), b.getLast());
                });
    }

    static TypeModel lexicalUuid() {
        return of(
                new CustomType(MarshalNames.PACKAGE + "LexicalUUIDType"),
                TypeModel::randomUuid,
                (value, random) -> Wire.ofUuid(value),
                UUID::compareTo);
    }

    static TypeModel vector(TypeModel element, int dimension) {
        return of(
                new VectorType(element.type(), dimension),
                random -> {
                    var values = new ArrayList<Object>();
                    for (int i = 0; i < dimension; i++) {
                        values.add(element.random(random));
                    }
                    return values;
                },
                (values, random) -> {
                    var out = new ByteWriter();
                    values.forEach(value -> {
                        byte[] wire = element.wire(value, random);
                        if (element.type().fixedLength() < 0) {
                            out.unsignedVInt(wire.length);
                        }
                        out.bytes(wire);
                    });
                    return out.toArray();
                },
                (a, b) -> compareLists(element, a, b));
    }

    private static List<Object> values(TypeModel element, Random random) {
        var values = new ArrayList<Object>();
        for (int left = random.nextInt(4); left > 0; left--) {
            values.add(element.random(random));
        }
        return values;
    }

    private static void element(TypeModel model, Object value, Random random, ByteWriter out) {
        byte[] wire = model.wire(value, random);
        out.i32(wire.length);
        out.bytes(wire);
    }

    private static int compareLists(TypeModel element, List<Object> a, List<Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = element.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
