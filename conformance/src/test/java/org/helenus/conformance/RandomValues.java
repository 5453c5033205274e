package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Types and values by lot. Values are few for each type and lie at its edges, so that they meet again.
final class RandomValues {
    private static final int DEEPEST = 3;

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /// The literals that a column of the type is given.
    static List<String> natives(NativeType type) {
        return switch (type) {
            case ASCII -> List.of("'a'", "'B'", "'ab'", "'~'", "''");
            case TEXT -> List.of("'a'", "'é'", "'it''s'", "'aa'", "''", "'𝄞'");
            case BIGINT -> List.of("0", "1", "-1", "9223372036854775807", "-9223372036854775808");
            case INT -> List.of("0", "1", "-1", "2", "2147483647", "-2147483648");
            case SMALLINT -> List.of("0", "1", "-1", "32767", "-32768");
            case TINYINT -> List.of("0", "1", "-1", "127", "-128");
            case COUNTER -> List.of("1", "2", "-1", "5");
            case BLOB -> List.of("0x", "0x00", "0x0001", "0xff", "0x01");
            case BOOLEAN -> List.of("true", "false");
            case DATE -> List.of("'1970-01-01'", "'2024-02-29'", "'-5877641-06-23'", "'1969-12-31'");
            case DECIMAL -> List.of("1.0", "1.00", "-1", "0", "1e10", "-0.001", "10");
            case DOUBLE -> List.of("0.0", "-0.0", "NaN", "1.5", "-Infinity", "1e300");
            case FLOAT -> List.of("0.0", "-0.0", "NaN", "1.5", "Infinity", "-3.25");
            case DURATION -> List.of("1d", "24h", "-1mo2d", "P1Y", "0s");
            case INET -> List.of("'127.0.0.1'", "'::1'", "'255.0.0.1'", "'2001:db8::1'");
            case TIME -> List.of("'00:00:00'", "'12:34:56.789'", "'23:59:59.999999999'");
            case TIMESTAMP -> List.of("0", "'2024-01-01 00:00:00+0000'", "-1", "'1969-01-01T00:00:00Z'");
            case TIMEUUID ->
                List.of(
                        "13814000-1dd2-11b2-8080-808080808080",
                        "13814000-1dd2-11b2-7f7f-7f7f7f7f7f7f",
                        "fed35080-0efb-11ee-a1ca-00006490e9a4",
                        "00000000-0000-1000-8000-000000000000");
            case UUID ->
                List.of(
                        "550e8400-e29b-41d4-a716-446655440000",
                        "13814000-1dd2-11b2-8080-808080808080",
                        "00000000-0000-0000-0000-000000000000",
                        "ffffffff-ffff-4fff-bfff-ffffffffffff");
            case VARINT -> List.of("0", "1", "-1", "-129", "123456789012345678901234567890");
        };
    }

    /// A value of the type as CQL; never null.
    String literal(CqlType type) {
        return switch (type) {
            case NativeType some -> pick(natives(some));
            case ListType list -> "[" + some(list.element(), 0, 3) + "]";
            case SetType set -> "{" + distinct(set.element(), 0, 3) + "}";
            case MapType map -> "{" + entries(map, 0, 3) + "}";
            case TupleType tuple -> {
                var parts = new ArrayList<String>();
                for (CqlType component : tuple.components()) {
                    parts.add(random.nextInt(8) == 0 ? "null" : literal(component));
                }
                yield "(" + String.join(", ", parts) + ")";
            }
            case UserType user -> {
                var parts = new ArrayList<String>();
                for (int i = 0; i < user.fieldNames().size(); i++) {
                    if (random.nextInt(4) > 0) {
                        parts.add(user.fieldNames().get(i) + ": "
                                + (random.nextInt(8) == 0
                                        ? "null"
                                        : literal(user.fieldTypes().get(i))));
                    }
                }
                yield parts.isEmpty()
                        ? "{" + user.fieldNames().getFirst() + ": null}"
                        : "{" + String.join(", ", parts) + "}";
            }
            case VectorType vector -> "[" + some(vector.element(), vector.dimension(), vector.dimension()) + "]";
            case CustomType custom -> throw new IllegalArgumentException(custom.cqlName());
        };
    }

    /// An element of a set, or key of a map, to be written. Of equal ones that were written at one time Cassandra
    /// shows one
    /// or another by how they lie in files; here the greater bytes stay, and in a map the value with them.
    String key(CqlType type) {
        String literal = literal(type);
        return type.contains(NativeType.DECIMAL) ? literal.replace("1.00", "1.0") : literal;
    }

    String some(CqlType element, int least, int most) {
        var parts = new ArrayList<String>();
        for (int n = least + random.nextInt(most - least + 1); n > 0; n--) {
            parts.add(literal(element));
        }
        return String.join(", ", parts);
    }

    /// Elements of a set, or keys of a map, no two of them equal: which of equal ones stays is up to the order of a
    /// hash table in Cassandra.
    String distinct(CqlType element, int least, int most) {
        return String.join(", ", keys(element, least, most));
    }

    String entries(MapType map, int least, int most) {
        var parts = new ArrayList<String>();
        for (String key : keys(map.key(), least, most)) {
            parts.add(key + ": " + literal(map.value()));
        }
        return String.join(", ", parts);
    }

    private List<String> keys(CqlType type, int least, int most) {
        var keys = new ArrayList<String>();
        int count = least + random.nextInt(most - least + 1);
        if (!(type instanceof NativeType some)) {
            if (count > 0) {
                keys.add(key(type));
            }
            return keys;
        }
        var known = new TreeSet<byte[]>(type::compare);
        for (; count > 0; count--) {
            String literal = key(type);
            if (known.add(some.parse(ScriptSession.unquoted(type, literal)))) {
                keys.add(literal);
            }
        }
        return keys;
    }

    /// A type that a key may have.
    CqlType keyType(List<UserType> users) {
        int kind = random.nextInt(12);
        if (kind < 9) {
            NativeType type = pick(List.of(NativeType.values()));
            return type == NativeType.COUNTER || type == NativeType.DURATION ? NativeType.INT : type;
        }
        return frozen(users, 1, false);
    }

    /// A type of a regular or static column.
    CqlType columnType(List<UserType> users) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> nativeType(true);
            case 3 -> new ListType(element(users, true), true);
            case 4 -> new SetType(element(users, false), true);
            case 5, 6 -> new MapType(element(users, false), element(users, true), true);
            case 7 -> users.isEmpty() ? NativeType.TEXT : pick(users);
            default -> frozen(users, 0, true);
        };
    }

    private CqlType element(List<UserType> users, boolean duration) {
        return random.nextInt(4) == 0 ? frozen(users, 1, duration) : nativeType(duration);
    }

    private CqlType frozen(List<UserType> users, int depth, boolean duration) {
        if (depth >= DEEPEST) {
            return nativeType(duration);
        }
        return switch (random.nextInt(6)) {
            case 0 -> new ListType(frozen(users, depth + 1, duration), false);
            case 1 -> new SetType(frozen(users, depth + 1, false), false);
            case 2 -> new MapType(nativeType(false), frozen(users, depth + 1, duration), false);
            case 3 -> new TupleType(List.of(nativeType(duration), frozen(users, depth + 1, duration)));
            case 4 ->
                users.isEmpty() || !duration
                        ? nativeType(duration)
                        : pick(users).freeze();
            // a client is told of user types in vectors by their classes, and cannot write their values
            default ->
                random.nextInt(3) == 0
                        ? new VectorType(frozen(List.of(), depth + 1, duration), 1 + random.nextInt(2))
                        : new VectorType(pick(List.of(NativeType.FLOAT, NativeType.INT)), 2);
        };
    }

    private NativeType nativeType(boolean duration) {
        NativeType type = pick(List.of(NativeType.values()));
        return type == NativeType.COUNTER || type == NativeType.DURATION && !duration ? NativeType.INT : type;
    }

    /// Fields of a user type of one's own, which is not frozen.
    UserType userType(String keyspace, String name, List<UserType> known) {
        var names = new ArrayList<String>();
        var types = new ArrayList<CqlType>();
        for (int i = 0; i <= 1 + random.nextInt(3); i++) {
            names.add("f" + i);
            types.add(random.nextInt(3) == 0 ? frozen(known, 1, true) : nativeType(true));
        }
        return new UserType(keyspace, name, names, types, true);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
