package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Values by lot as JSON.
final class RandomJson {
    private final Random random;
    private final RandomValues values;

    RandomJson(Random random, RandomValues values) {
        this.random = random;
        this.values = values;
    }

    /// A value of the type; null within a user type or tuple only.
    String value(CqlType type) {
        return switch (type) {
            case NativeType some -> ofLiteral(some, values.literal(some));
            case ListType list -> "[" + elements(list.element(), random.nextInt(3)) + "]";
            // of equal elements the order of a hash table chooses
            case SetType set -> "[" + (random.nextBoolean() ? written(set.element()) : "") + "]";
            case MapType map ->
                random.nextInt(4) == 0 ? "{}" : "{" + key(written(map.key())) + ": " + value(map.value()) + "}";
            case TupleType tuple -> "[" + parts(tuple.components()) + "]";
            case UserType user -> {
                var fields = new ArrayList<String>();
                for (int i = 0; i < user.fieldNames().size(); i++) {
                    if (random.nextInt(4) > 0) {
                        fields.add("\"" + user.fieldNames().get(i) + "\": "
                                + orNull(user.fieldTypes().get(i)));
                    }
                }
                yield "{" + String.join(", ", fields) + "}";
            }
            case VectorType vector -> "[" + elements(vector.element(), vector.dimension()) + "]";
            case CustomType custom -> throw new IllegalArgumentException(custom.cqlName());
        };
    }

    /// As [RandomValues#key].
    private String written(CqlType type) {
        String value = value(type);
        return type.contains(NativeType.DECIMAL) ? value.replace("1.00", "1.0") : value;
    }

    private String elements(CqlType type, int count) {
        var elements = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            elements.add(value(type));
        }
        return String.join(", ", elements);
    }

    private String parts(List<CqlType> types) {
        var parts = new ArrayList<String>();
        types.forEach(type -> parts.add(orNull(type)));
        return String.join(", ", parts);
    }

    private String orNull(CqlType type) {
        return random.nextInt(8) == 0 ? "null" : value(type);
    }

    /// Keys of a document are strings; others than texts are JSON within them.
    static String key(String json) {
        return json.startsWith("\"") ? json : quoted(json);
    }

    /// What a literal of CQL says.
    static String ofLiteral(NativeType type, String literal) {
        return switch (type) {
            case ASCII, TEXT, DATE, INET, TIME, TIMESTAMP ->
                quoted(literal.startsWith("'") ? ScriptSession.unquoted(NativeType.TEXT, literal) : literal);
            // Cassandra reads a decimal that is a number as a double, and digits are lost
            case BLOB, DECIMAL, DURATION, TIMEUUID, UUID -> quoted(literal);
            case DOUBLE, FLOAT ->
                literal.endsWith("N") || literal.endsWith("y") || literal.equals("NaN") ? quoted(literal) : literal;
            case BIGINT, BOOLEAN, COUNTER, INT, SMALLINT, TINYINT, VARINT -> literal;
        };
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
