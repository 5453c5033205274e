package org.helenus.schema.option;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.helenus.schema.error.SyntaxError;

/// The properties after `WITH`, by name: texts and maps. Reading one of the wrong kind is a syntax error, in
/// Cassandra's words.
public final class Properties {
    private final Map<String, Object> values;

    /// @param values each a `String` or a `Map<String, String>`
    public Properties(Map<String, Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    public Set<String> names() {
        return values.keySet();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// Empty: not given.
    public Optional<String> text(String name) {
        return switch (values.get(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new SyntaxError("Invalid value for property '" + name + "'. It should be a string");
        };
    }

    /// Empty: not given.
    public Optional<Map<String, String>> map(String name) {
        return switch (values.get(name)) {
            case null -> Optional.empty();
            case Map<?, ?> map -> {
                var texts = new LinkedHashMap<String, String>();
                map.forEach((key, value) -> texts.put((String) key, (String) value));
                yield Optional.of(texts);
            }
            default -> throw new SyntaxError("Invalid value for property '" + name + "'. It should be a map.");
        };
    }

    public int integer(String name, int otherwise) {
        Optional<String> text = text(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException _) {
            throw new SyntaxError("Invalid integer value " + text.orElseThrow() + " for '" + name + "'");
        }
    }

    public double number(String name, double otherwise) {
        Optional<String> text = text(name);
        try {
            return text.map(Double::parseDouble).orElse(otherwise);
        } catch (NumberFormatException _) {
            throw new SyntaxError("Invalid double value " + text.orElseThrow() + " for '" + name + "'");
        }
    }

    public boolean truth(String name, boolean otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "1", "true", "yes" -> true;
            case "0", "false", "no" -> false;
            default ->
                throw new SyntaxError(
                        "Invalid boolean value " + text.get() + " for '" + name
                                + "'. Positive values can be '1', 'true' or 'yes'. Negative values can be '0', 'false' or 'no'.");
        };
    }
}
