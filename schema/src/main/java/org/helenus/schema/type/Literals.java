package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.error.InvalidRequest;

/// The text of nested literals, taken apart at its own level: brackets and quotes inside belong to the parts.
final class Literals {
    private Literals() {}

    /// The parts between `open` and `close`, trimmed.
    static List<String> parts(CqlType type, String text, char open, char close) {
        String body = text.strip();
        if (body.length() < 2 || body.charAt(0) != open || body.charAt(body.length() - 1) != close) {
            throw unable(type, text);
        }
        var parts = new ArrayList<String>();
        String inside = body.substring(1, body.length() - 1);
        if (inside.isBlank()) {
            return parts;
        }
        int from = 0;
        for (int at = next(inside, ',', 0); at >= 0; at = next(inside, ',', from)) {
            parts.add(inside.substring(from, at).strip());
            from = at + 1;
        }
        parts.add(inside.substring(from).strip());
        return parts;
    }

    /// What stands before and after the first `separator` of this level.
    static List<String> pair(CqlType type, String part) {
        int colon = next(part, ':', 0);
        if (colon < 0) {
            throw unable(type, part);
        }
        return List.of(
                part.substring(0, colon).strip(), part.substring(colon + 1).strip());
    }

    private static int next(String text, char wanted, int from) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == wanted && depth == 0) {
                return i;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            }
        }
        return -1;
    }

    /// Empty: null.
    static Optional<byte[]> element(CqlType type, String part) {
        if (part.equalsIgnoreCase("null")) {
            return Optional.empty();
        }
        if (!type.isQuoted()) {
            return Optional.of(type.parse(part));
        }
        boolean quoted = part.length() >= 2 && part.charAt(0) == '\'' && part.charAt(part.length() - 1) == '\'';
        if (quoted) {
            return Optional.of(type.parse(part.substring(1, part.length() - 1).replace("''", "'")));
        }
        if (type == NativeType.TEXT || type == NativeType.ASCII) {
            throw unable(type, part);
        }
        return Optional.of(type.parse(part));
    }

    static byte[] required(CqlType type, String part) {
        return element(type, part).orElseThrow(() -> new InvalidRequest("null is not supported inside collections"));
    }

    static InvalidRequest unable(CqlType type, String text) {
        return new InvalidRequest("Unable to make " + type.cqlName() + " from '" + text + "'");
    }
}
