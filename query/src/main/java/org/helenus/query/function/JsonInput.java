package org.helenus.query.function;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.Elements;
import org.helenus.schema.type.Fields;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Reads JSON as a value of a type. Numbers and booleans may also come as strings, as keys of maps must; lists, sets,
/// maps, tuples and values of user types may come as JSON inside a string. Messages are Cassandra's.
final class JsonInput {
    private JsonInput() {}

    /// Empty: null.
    ///
    /// @throws InvalidRequest when the text is not JSON, or not of the type
    static Optional<byte[]> read(CqlType type, String text) {
        return value(type, parsed(text, "Could not decode JSON string '" + text + "': ", true));
    }

    /// @param prefix what a refusal begins with
    /// @param isNamed whether it goes on with the name of the library's error
    private static JsonValue parsed(String text, String prefix, boolean isNamed) {
        try {
            return JsonValue.parse(text);
        } catch (JacksonException e) {
            throw new InvalidRequest(prefix + (isNamed ? e.toString() : e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string", e);
        }
    }

    private static Optional<byte[]> value(CqlType type, JsonValue value) {
        if (value instanceof JsonValue.Nothing) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type) {
                    case NativeType plain -> plain(plain, value);
                    case ListType list -> {
                        List<byte[]> elements = elements("a list", "list", list.element(), unwrapped(value));
                        yield Elements.join(elements.size(), elements);
                    }
                    case SetType set ->
                        set.join(elements("a list (representing a set)", "set", set.element(), unwrapped(value)));
                    case VectorType vector -> vector(vector, unwrapped(value));
                    case MapType map -> map(map, unwrapped(value));
                    case TupleType tuple -> tuple(tuple, unwrapped(value));
                    case UserType user -> user(user, unwrapped(value));
                    case CustomType custom -> custom(custom, value);
                });
    }

    private static byte[] custom(CustomType type, JsonValue value) {
        if (!(value instanceof JsonValue.Text(String text)) || !type.isUsable()) {
            throw wrong(
                    type.isLexicalUuid() ? "a string representation of a uuid" : "a value of " + type.cqlName(), value);
        }
        return type.parse(text);
    }

    /// What a string has inside, where a value is wanted that is not a scalar.
    private static JsonValue unwrapped(JsonValue value) {
        return value instanceof JsonValue.Text(String text)
                ? parsed(text, "Error decoding JSON string: ", false)
                : value;
    }

    private static byte[] plain(NativeType type, JsonValue value) {
        Optional<String> text = value instanceof JsonValue.Text(String found) ? Optional.of(found) : Optional.empty();
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER -> {
                boolean fits = text.isPresent() || value instanceof JsonValue.Whole whole && fits(type, whole);
                yield type.parse(text.or(() -> fits ? Optional.of(value.shown()) : Optional.empty())
                        .orElseThrow(() ->
                                wrong((type == NativeType.INT ? "an " : "a ") + type.cqlName() + " value", value)));
            }
            case FLOAT, DOUBLE ->
                type.parse(number(value).orElseThrow(() -> wrong("a " + type.cqlName() + " value", value)));
            case DECIMAL, VARINT -> exact(type, value);
            case BOOLEAN ->
                type.parse(
                        text.or(() -> value instanceof JsonValue.Truth ? Optional.of(value.shown()) : Optional.empty())
                                .orElseThrow(() -> wrong("a boolean value", value)));
            case TIMESTAMP ->
                type.parse(text.or(
                                () -> value instanceof JsonValue.Whole ? Optional.of(value.shown()) : Optional.empty())
                        .orElseThrow(() -> wrong("a long or a datestring representation of a timestamp value", value)));
            case BLOB -> blob(text, value);
            case TEXT -> type.parse(text.orElseThrow(() -> wrong("a UTF-8 string", value)));
            case ASCII -> type.parse(text.orElseThrow(() -> wrong("an ascii string", value)));
            case UUID, TIMEUUID, DURATION ->
                type.parse(text.orElseThrow(() -> wrong("a string representation of a " + type.cqlName(), value)));
            case INET -> type.parse(text.orElseThrow(() -> wrong("a string representation of an inet value", value)));
            case DATE, TIME ->
                type.parse(text.orElseThrow(
                        () -> wrong("a string representation of a " + type.cqlName() + " value", value)));
        };
    }

    /// Smaller ones are told by what their text cannot be made.
    private static boolean fits(NativeType type, JsonValue.Whole whole) {
        return switch (type) {
            case INT -> whole.number().bitLength() < 32;
            case BIGINT, COUNTER -> whole.number().bitLength() < 64;
            default -> true;
        };
    }

    /// A number as it was written, or the string for it.
    private static Optional<String> number(JsonValue value) {
        return switch (value) {
            case JsonValue.Text(String text) -> Optional.of(text);
            case JsonValue.Whole whole -> Optional.of(whole.shown());
            case JsonValue.Fraction(String text) -> Optional.of(text);
            case JsonValue.Truth _, JsonValue.Nothing _, JsonValue.Array _, JsonValue.Members _ -> Optional.empty();
        };
    }

    private static byte[] exact(NativeType type, JsonValue value) {
        try {
            return type.parse(number(value).orElseGet(value::shown));
        } catch (InvalidRequest _) {
            throw new InvalidRequest(
                    "Value '" + value.shown() + "' is not a valid representation of a " + type.cqlName() + " value");
        }
    }

    private static byte[] blob(Optional<String> text, JsonValue value) {
        String prefix = "Value '" + value.shown() + "' is not a valid blob representation: ";
        if (text.isEmpty()) {
            throw wrong("a string value", value);
        }
        if (!text.get().startsWith("0x")) {
            throw new InvalidRequest(prefix + "String representation of blob is missing 0x prefix: " + text.get());
        }
        try {
            return NativeType.BLOB.parse(text.get());
        } catch (InvalidRequest wrong) {
            throw new InvalidRequest(prefix + wrong.getMessage());
        }
    }

    /// @param noun what is wanted, for messages
    /// @param name what has no null elements, for messages
    private static List<byte[]> elements(String noun, String name, CqlType type, JsonValue value) {
        if (!(value instanceof JsonValue.Array(List<JsonValue> found))) {
            throw wrong(noun, value);
        }
        var elements = new ArrayList<byte[]>(found.size());
        for (JsonValue element : found) {
            elements.add(value(type, element).orElseThrow(() -> new InvalidRequest("Invalid null element in " + name)));
        }
        return elements;
    }

    private static byte[] vector(VectorType type, JsonValue value) {
        List<byte[]> elements = elements("a list", "list", type.element(), value);
        if (elements.size() != type.dimension()) {
            throw new InvalidRequest("List had incorrect size: expected " + type.dimension() + " but given "
                    + elements.size() + "; " + value.shown());
        }
        return type.join(elements);
    }

    private static byte[] map(MapType map, JsonValue value) {
        if (!(value instanceof JsonValue.Members(Map<String, JsonValue> members))) {
            throw wrong("a map", value);
        }
        var keysAndValues = new ArrayList<byte[]>();
        members.forEach((name, member) -> {
            keysAndValues.add(key(map.key(), name));
            keysAndValues.add(
                    value(map.value(), member).orElseThrow(() -> new InvalidRequest("Invalid null value in map")));
        });
        return map.join(keysAndValues);
    }

    private static byte[] key(CqlType type, String name) {
        return value(type, new JsonValue.Text(name)).orElseThrow(() -> new InvalidRequest("Invalid null value in map"));
    }

    private static byte[] tuple(TupleType tuple, JsonValue value) {
        if (!(value instanceof JsonValue.Array(List<JsonValue> elements))) {
            throw wrong("a list representation of a tuple", value);
        }
        int size = tuple.components().size();
        if (elements.size() != size) {
            throw new InvalidRequest((elements.size() > size ? "Tuple contains extra items" : "Tuple is missing items")
                    + " (expected " + size + "): " + value.shown());
        }
        var fields = new ArrayList<Optional<byte[]>>(size);
        for (int i = 0; i < size; i++) {
            fields.add(value(tuple.components().get(i), elements.get(i)));
        }
        return Fields.join(fields);
    }

    private static byte[] user(UserType user, JsonValue value) {
        if (!(value instanceof JsonValue.Members(Map<String, JsonValue> members))) {
            throw wrong("a map", value);
        }
        var fields = new ArrayList<Optional<byte[]>>(
                Collections.nCopies(user.fieldTypes().size(), Optional.empty()));
        members.forEach((written, member) -> {
            String name = fieldName(written);
            int index = user.field(name);
            if (index < 0) {
                throw new InvalidRequest("Unknown field '" + name + "' in value of user defined type " + user.name());
            }
            fields.set(index, value(user.fieldTypes().get(index), member));
        });
        return Fields.join(fields);
    }

    /// Names are folded as identifiers are, unless they bring quotes of their own.
    private static String fieldName(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name.toLowerCase(Locale.ROOT);
    }

    private static InvalidRequest wrong(String wanted, JsonValue value) {
        return new InvalidRequest("Expected " + wanted + ", but got a " + value.noun() + ": " + value.shown());
    }
}
