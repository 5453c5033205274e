package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Values as JSON, laid out as Cassandra does: numbers and booleans bare, everything else without a JSON form of its
/// own as a string; numbers that JSON does not have as null; keys of maps always strings.
public final class JsonText {
    private JsonText() {}

    /// Of valid wire bytes.
    public static String of(CqlType type, byte[] wire) {
        return switch (type) {
            case NativeType plain -> plain(plain, wire);
            case CustomType custom -> string(custom.bareText(wire));
            case ListType list ->
                "["
                        + Elements.ofList(wire).stream()
                                .map(value -> field(list.element(), value))
                                .collect(Collectors.joining(", "))
                        + "]";
            case SetType set -> array(set.element(), Elements.split(wire));
            case VectorType vector -> array(vector.element(), vector.split(wire));
            case MapType map -> map(map, Elements.split(wire));
            case TupleType tuple -> {
                var parts = new ArrayList<String>();
                List<Optional<byte[]>> fields =
                        Fields.split(wire, tuple.components().size());
                for (int i = 0; i < fields.size(); i++) {
                    parts.add(field(tuple.components().get(i), fields.get(i)));
                }
                yield "[" + String.join(", ", parts) + "]";
            }
            case UserType user -> {
                var parts = new ArrayList<String>();
                List<Optional<byte[]>> fields =
                        Fields.split(wire, user.fieldTypes().size());
                for (int i = 0; i < fields.size(); i++) {
                    parts.add(key(user.fieldNames().get(i)) + ": "
                            + field(user.fieldTypes().get(i), fields.get(i)));
                }
                yield "{" + String.join(", ", parts) + "}";
            }
        };
    }

    private static String field(CqlType type, Optional<byte[]> value) {
        return value.map(wire -> of(type, wire)).orElse("null");
    }

    private static String plain(NativeType type, byte[] wire) {
        if (wire.length == 0 && type != NativeType.TEXT && type != NativeType.ASCII && type != NativeType.BLOB) {
            return "\"\"";
        }
        return switch (type) {
            case TEXT, ASCII -> string(Wire.toText(wire));
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER, VARINT, BOOLEAN -> type.format(wire);
            case DECIMAL -> Wire.toDecimal(wire).toString();
            case FLOAT -> Float.isFinite(Wire.toFloat(wire)) ? type.format(wire) : "null";
            case DOUBLE -> Double.isFinite(Wire.toDouble(wire)) ? type.format(wire) : "null";
            case BLOB, UUID, TIMEUUID, INET, DATE, TIME -> string(unquoted(type.format(wire)));
            case TIMESTAMP -> string(TimestampForm.text(Wire.toLong(wire)));
            // nothing at all has no units to write
            case DURATION -> string(type.format(wire).equals("0ns") ? "" : type.format(wire));
        };
    }

    private static String unquoted(String literal) {
        return literal.startsWith("'") ? literal.substring(1, literal.length() - 1) : literal;
    }

    private static String array(CqlType element, List<byte[]> values) {
        var parts = new ArrayList<String>(values.size());
        values.forEach(value -> parts.add(of(element, value)));
        return "[" + String.join(", ", parts) + "]";
    }

    private static String map(MapType map, List<byte[]> keysAndValues) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            String key = of(map.key(), keysAndValues.get(i));
            parts.add((key.startsWith("\"") ? key : string(key)) + ": " + of(map.value(), keysAndValues.get(i + 1)));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    /// A field name; one that CQL would fold keeps quotes of its own inside.
    private static String key(String name) {
        return string(name.equals(name.toLowerCase(Locale.ROOT)) ? name : '"' + name + '"');
    }

    /// A JSON string of this text.
    public static String string(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04X".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
