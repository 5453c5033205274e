package org.helenus.tools.nodetool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.helenus.schema.type.JsonText;

/// A value of JSON, as a node answers it. Immutable.
sealed interface JsonValue {
    /// With the fields in their order.
    record Fields(SequencedMap<String, JsonValue> fields) implements JsonValue {}

    record Items(List<JsonValue> items) implements JsonValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Text(String value) implements JsonValue {}

    /// @param digits as they stand there, so that none is lost
    record Digits(String digits) implements JsonValue {}

    record Truth(boolean value) implements JsonValue {}

    record Null() implements JsonValue {}

    static JsonValue of(String text) {
        return new Text(text);
    }

    static JsonValue of(long number) {
        return new Digits(Long.toString(number));
    }

    /// What is no number is told as text, as Jackson does.
    static JsonValue of(double number) {
        return Double.isFinite(number) ? new Digits(Double.toString(number)) : new Text(Double.toString(number));
    }

    static SequencedMap<String, JsonValue> fields() {
        return new LinkedHashMap<>();
    }

    // ---- what commands read; a field that is missing is the fault of the node, or of its version

    default Optional<JsonValue> optional(String name) {
        return this instanceof Fields(Map<String, JsonValue> fields)
                ? Optional.ofNullable(fields.get(name))
                : Optional.empty();
    }

    default JsonValue get(String name) {
        return optional(name).orElseThrow(() -> new UnexpectedAnswer("it has no '" + name + "'"));
    }

    default String text(String name) {
        if (get(name) instanceof Text(String value)) {
            return value;
        }
        throw new UnexpectedAnswer("'" + name + "' is no text");
    }

    default long number(String name) {
        if (get(name) instanceof Digits(String digits)) {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw new UnexpectedAnswer("'" + name + "' is no whole number");
            }
        }
        throw new UnexpectedAnswer("'" + name + "' is no number");
    }

    /// Null: no number.
    default double decimal(String name) {
        return switch (get(name)) {
            case Digits(String digits) -> Double.parseDouble(digits);
            case Null() -> Double.NaN;
            default -> throw new UnexpectedAnswer("'" + name + "' is no number");
        };
    }

    default boolean truth(String name) {
        if (get(name) instanceof Truth(boolean value)) {
            return value;
        }
        throw new UnexpectedAnswer("'" + name + "' is neither true nor false");
    }

    default List<JsonValue> list(String name) {
        if (get(name) instanceof Items(List<JsonValue> items)) {
            return items;
        }
        throw new UnexpectedAnswer("'" + name + "' is no list");
    }

    /// In several lines, each thing on one of its own; the items of a list go on where the list begins.
    default String pretty() {
        var out = new StringBuilder();
        write(this, 0, out);
        return out.toString();
    }

    private static void write(JsonValue value, int depth, StringBuilder out) {
        switch (value) {
            case Text(String text) -> out.append(JsonText.string(text));
            case Digits(String digits) -> out.append(digits);
            case Truth(boolean truth) -> out.append(truth);
            case Null() -> out.append("null");
            case Items(List<JsonValue> items) -> {
                var separator = "[ ";
                for (var item : items) {
                    out.append(separator);
                    write(item, depth, out);
                    separator = ", ";
                }
                out.append(items.isEmpty() ? "[ ]" : " ]");
            }
            case Fields(SequencedMap<String, JsonValue> fields) -> {
                var separator = "{\n";
                for (var field : fields.entrySet()) {
                    out.append(separator).append("  ".repeat(depth + 1));
                    out.append(JsonText.string(field.getKey())).append(" : ");
                    write(field.getValue(), depth + 1, out);
                    separator = ",\n";
                }
                out.append(fields.isEmpty() ? "{ }" : "\n" + "  ".repeat(depth) + "}");
            }
        }
    }
}
