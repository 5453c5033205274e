package org.helenus.query.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A value of a JSON document. Numbers keep the digits they were written with. Messages show a value as [#shown] has
/// it, and say what it is in the words of [#noun], both as Cassandra's do.
sealed interface JsonValue {
    JsonFactory FACTORY = new JsonFactory();

    /// What messages call it.
    String noun();

    /// How messages show it.
    String shown();

    record Text(String text) implements JsonValue {
        @Override
        public String noun() {
            return "String";
        }

        @Override
        public String shown() {
            return text;
        }
    }

    record Whole(BigInteger number) implements JsonValue {
        @Override
        public String noun() {
            int bits = number.bitLength();
            return bits < 32 ? "Integer" : bits < 64 ? "Long" : "BigInteger";
        }

        @Override
        public String shown() {
            return number.toString();
        }
    }

    /// @param text as written
    record Fraction(String text) implements JsonValue {
        @Override
        public String noun() {
            return "Double";
        }

        @Override
        public String shown() {
            return Double.toString(Double.parseDouble(text));
        }
    }

    record Truth(boolean isTrue) implements JsonValue {
        @Override
        public String noun() {
            return "Boolean";
        }

        @Override
        public String shown() {
            return Boolean.toString(isTrue);
        }
    }

    record Nothing() implements JsonValue {
        @Override
        public String noun() {
            return "null";
        }

        @Override
        public String shown() {
            return "null";
        }
    }

    record Array(List<JsonValue> elements) implements JsonValue {
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public String noun() {
            return "ArrayList";
        }

        @Override
        public String shown() {
            return elements.stream().map(JsonValue::shown).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /// @param members in the order of their first occurrence; of equal names the last one's value
    record Members(Map<String, JsonValue> members) implements JsonValue {
        @Override
        public String noun() {
            return "LinkedHashMap";
        }

        @Override
        public String shown() {
            return members.entrySet().stream()
                    .map(member -> member.getKey() + "=" + member.getValue().shown())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /// The first value of a document.
    ///
    /// @throws com.fasterxml.jackson.core.JacksonException when the text is not JSON
    static JsonValue parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "No content to map due to end-of-input");
            }
            return read(parser);
        }
    }

    private static JsonValue read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT -> new Whole(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> new Fraction(parser.getText());
            case VALUE_TRUE -> new Truth(true);
            case VALUE_FALSE -> new Truth(false);
            case START_ARRAY -> {
                var elements = new ArrayList<JsonValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield new Array(elements);
            }
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, JsonValue>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                yield new Members(members);
            }
            default -> new Nothing();
        };
    }
}
