package org.helenus.query.function;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

/// Reads JSON as a value of a type. Numbers and booleans may also come as strings, as keys of maps must.
final class JsonInput {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;

    private JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    /// Empty: null.
    ///
    /// @throws InvalidRequest when the text is not JSON, or not of the type
    static Optional<byte[]> read(CqlType type, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            var input = new JsonInput(parser);
            if (parser.nextToken() == null) {
                throw new InvalidRequest("Could not decode JSON string '" + text + "': no content to map");
            }
            Optional<byte[]> value = input.value(type);
            if (parser.nextToken() != null) {
                throw new InvalidRequest("Could not decode JSON string '" + text + "': more than one value");
            }
            return value;
        } catch (JacksonException e) {
            throw new InvalidRequest("Could not decode JSON string '" + text + "': " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string", e);
        }
    }

    private Optional<byte[]> value(CqlType type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type) {
                    case NativeType plain -> plain(plain);
                    case ListType list -> {
                        List<byte[]> elements = elements("a list", list.element());
                        yield Elements.join(elements.size(), elements);
                    }
                    case SetType set -> set.join(elements("a list (representing a set)", set.element()));
                    case VectorType vector -> vector.join(elements("a list", vector.element()));
                    case MapType map -> map(map);
                    case TupleType tuple -> tuple(tuple);
                    case UserType user -> user(user);
                    case CustomType custom -> custom(custom);
                });
    }

    private byte[] custom(CustomType type) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || !type.isUsable()) {
            throw wrong(type.isLexicalUuid() ? "a string representation of a uuid" : "a value of " + type.cqlName());
        }
        return type.parse(parser.getText());
    }

    private byte[] plain(NativeType type) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER, VARINT -> {
                if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
                    throw wrong((type == NativeType.INT ? "an " : "a ") + type.cqlName() + " value");
                }
                if (token == JsonToken.VALUE_NUMBER_INT && !fits(type)) {
                    throw wrong((type == NativeType.INT ? "an " : "a ") + type.cqlName() + " value");
                }
                yield type.parse(parser.getText());
            }
            case FLOAT, DOUBLE, DECIMAL -> {
                if (token != JsonToken.VALUE_NUMBER_INT
                        && token != JsonToken.VALUE_NUMBER_FLOAT
                        && token != JsonToken.VALUE_STRING) {
                    throw wrong("a " + type.cqlName() + " value");
                }
                yield type.parse(parser.getText());
            }
            case BOOLEAN -> {
                if (token != JsonToken.VALUE_TRUE
                        && token != JsonToken.VALUE_FALSE
                        && token != JsonToken.VALUE_STRING) {
                    throw wrong("a boolean value");
                }
                yield type.parse(parser.getText());
            }
            case TIMESTAMP -> {
                if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
                    throw wrong("a long or a datestring representation of a timestamp value");
                }
                yield type.parse(parser.getText());
            }
            case BLOB -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw wrong("a string value");
                }
                if (!parser.getText().startsWith("0x")) {
                    throw new InvalidRequest("Value '" + parser.getText() + "' is not a valid blob representation:"
                            + " String representation of blob is missing 0x prefix: " + parser.getText());
                }
                yield type.parse(parser.getText());
            }
            case TEXT, ASCII, UUID, TIMEUUID, INET, DATE, TIME, DURATION -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw wrong(
                            type == NativeType.TEXT
                                    ? "a UTF-8 string"
                                    : "a string representation of a " + type.cqlName() + " value");
                }
                yield type.parse(parser.getText());
            }
        };
    }

    private boolean fits(NativeType type) throws IOException {
        return type != NativeType.INT || parser.getNumberType() == JsonParser.NumberType.INT;
    }

    private List<byte[]> elements(String noun, CqlType element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(noun);
        }
        var elements = new ArrayList<byte[]>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(element).orElseThrow(() -> new InvalidRequest("Invalid null element in list")));
        }
        return elements;
    }

    private byte[] map(MapType map) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("a map");
        }
        var keysAndValues = new ArrayList<byte[]>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            keysAndValues.add(key(map.key(), name));
            parser.nextToken();
            keysAndValues.add(value(map.value()).orElseThrow(() -> new InvalidRequest("Invalid null value in map")));
        }
        return map.join(keysAndValues);
    }

    /// A key that is not a scalar is JSON inside a string.
    private static byte[] key(CqlType type, String name) {
        return type instanceof NativeType plain
                ? plain.parse(name)
                : read(type, name).orElseThrow(() -> new InvalidRequest("Invalid null value in map"));
    }

    private byte[] tuple(TupleType tuple) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("a list representation of a tuple");
        }
        var fields = new ArrayList<Optional<byte[]>>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (fields.size() == tuple.components().size()) {
                throw new InvalidRequest("Tuple contains extra items (expected "
                        + tuple.components().size() + ")");
            }
            fields.add(value(tuple.components().get(fields.size())));
        }
        if (fields.size() < tuple.components().size()) {
            throw new InvalidRequest(
                    "Tuple is missing items (expected " + tuple.components().size() + ", got " + fields.size() + ")");
        }
        return Fields.join(fields);
    }

    private byte[] user(UserType user) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("a map");
        }
        var fields = new ArrayList<Optional<byte[]>>(
                Collections.nCopies(user.fieldTypes().size(), Optional.empty()));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = fieldName(parser.currentName());
            int index = user.field(name);
            if (index < 0) {
                throw new InvalidRequest("Unknown field '" + name + "' in value of user defined type " + user.name());
            }
            parser.nextToken();
            fields.set(index, value(user.fieldTypes().get(index)));
        }
        return Fields.join(fields);
    }

    /// Names are folded as identifiers are, unless they bring quotes of their own.
    private static String fieldName(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name.toLowerCase(Locale.ROOT);
    }

    private String integerName() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> "a Integer";
            case LONG -> "a Long";
            default -> "a BigInteger";
        };
    }

    private InvalidRequest wrong(String wanted) throws IOException {
        return new InvalidRequest("Expected " + wanted + ", but got "
                + switch (parser.currentToken()) {
                    case START_OBJECT -> "a LinkedHashMap";
                    case START_ARRAY -> "a ArrayList";
                    case VALUE_STRING -> "a String: " + parser.getText();
                    case VALUE_NUMBER_INT -> integerName() + ": " + parser.getText();
                    case VALUE_NUMBER_FLOAT -> "a Double: " + parser.getText();
                    case VALUE_TRUE, VALUE_FALSE -> "a Boolean: " + parser.getText();
                    default -> parser.getText();
                });
    }
}
