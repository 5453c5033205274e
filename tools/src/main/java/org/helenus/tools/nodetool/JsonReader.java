package org.helenus.tools.nodetool;

import java.util.ArrayList;

/// Reads one JSON value. One thread.
final class JsonReader {
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /// @throws UnexpectedAnswer it is none
    static JsonValue read(String text) {
        var reader = new JsonReader(text);
        var value = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.wrong("something behind the end");
        }
        return value;
    }

    private JsonValue value() {
        skipSpace();
        if (++depth > MAX_DEPTH) {
            throw wrong("more than " + MAX_DEPTH + " levels");
        }
        char c = peek();
        JsonValue value = switch (c) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new JsonValue.Text(string());
            case 't' -> word("true", new JsonValue.Truth(true));
            case 'f' -> word("false", new JsonValue.Truth(false));
            case 'n' -> word("null", new JsonValue.Null());
            default -> digits();
        };
        depth--;
        return value;
    }

    private JsonValue fields() {
        var fields = JsonValue.fields();
        expect('{');
        skipSpace();
        if (!accept('}')) {
            do {
                skipSpace();
                var name = string();
                skipSpace();
                expect(':');
                fields.put(name, value());
                skipSpace();
            } while (accept(','));
            expect('}');
        }
        return new JsonValue.Fields(fields);
    }

    private JsonValue items() {
        var items = new ArrayList<JsonValue>();
        expect('[');
        skipSpace();
        if (!accept(']')) {
            do {
                items.add(value());
                skipSpace();
            } while (accept(','));
            expect(']');
        }
        return new JsonValue.Items(items);
    }

    private String string() {
        expect('"');
        var out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                out.append(escaped());
            } else if (c < ' ') {
                throw wrong("a control character in a string");
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("an end");
                }
                try {
                    yield (char) Integer.parseInt(text, at, at += 4, 16);
                } catch (NumberFormatException e) {
                    throw wrong("no hexadecimal digits");
                }
            }
            default -> throw wrong("\\" + c);
        };
    }

    private JsonValue digits() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        var digits = text.substring(start, at);
        try {
            var _ = Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw wrong("no value");
        }
        return new JsonValue.Digits(digits);
    }

    private JsonValue word(String word, JsonValue value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("an end");
        }
        return text.charAt(at);
    }

    private boolean accept(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw wrong("no '" + c + "'");
        }
    }

    private UnexpectedAnswer wrong(String what) {
        return new UnexpectedAnswer(what + " at character " + at);
    }
}
