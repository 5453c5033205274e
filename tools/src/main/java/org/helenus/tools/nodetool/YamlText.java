package org.helenus.tools.nodetool;

import java.util.Set;
import java.util.regex.Pattern;
import org.helenus.schema.type.JsonText;

/// Answers as YAML 1.1, in blocks: each thing on a line of its own, the items of a list no deeper than its name.
final class YamlText {
    /// Needs no quotes: starts as no number does, and holds nothing that means something.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][-A-Za-z0-9_./+()]*( [-A-Za-z0-9_./+()]+)*");
    /// What YAML reads as something else, in letters of either case.
    private static final Set<String> MEANT =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none");

    private YamlText() {}

    static String of(JsonValue value) {
        var out = new StringBuilder();
        block(value, 0, out);
        return out.toString();
    }

    /// Begins where the line stands, and ends it.
    private static void block(JsonValue value, int depth, StringBuilder out) {
        switch (value) {
            case JsonValue.Text(var text) -> out.append(scalar(text)).append('\n');
            case JsonValue.Digits(var digits) -> out.append(digits).append('\n');
            case JsonValue.Truth(var truth) -> out.append(truth).append('\n');
            case JsonValue.Null() -> out.append("null\n");
            case JsonValue.Items(var items) -> {
                var indent = "";
                for (var item : items) {
                    out.append(indent).append("- ");
                    block(item, depth + 1, out);
                    indent = "  ".repeat(depth);
                }
                out.append(items.isEmpty() ? "[]\n" : "");
            }
            case JsonValue.Fields(var fields) -> {
                var indent = "";
                for (var field : fields.entrySet()) {
                    out.append(indent).append(scalar(field.getKey())).append(':');
                    named(field.getValue(), depth, out);
                    indent = "  ".repeat(depth);
                }
                out.append(fields.isEmpty() ? "{}\n" : "");
            }
        }
    }

    /// Behind a name: what has lines of its own begins on the next one.
    private static void named(JsonValue value, int depth, StringBuilder out) {
        boolean fields = value instanceof JsonValue.Fields(var all) && !all.isEmpty();
        boolean items = value instanceof JsonValue.Items(var all) && !all.isEmpty();
        int inside = fields ? depth + 1 : depth;
        out.append(fields || items ? "\n" + "  ".repeat(inside) : " ");
        block(value, inside, out);
    }

    private static String scalar(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029)) {
            return JsonText.string(text); // a text of JSON is one of YAML
        }
        boolean plain =
                PLAIN.matcher(text).matches() && MEANT.stream().noneMatch(meant -> meant.equalsIgnoreCase(text));
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }
}
