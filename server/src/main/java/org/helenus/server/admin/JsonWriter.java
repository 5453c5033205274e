package org.helenus.server.admin;

import java.util.ArrayDeque;
import org.helenus.schema.type.JsonText;

/// Writes one JSON value, piece by piece, in one line. One thread.
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();
    private final ArrayDeque<String> ends = new ArrayDeque<>();
    private boolean comma;

    JsonWriter object() {
        return open("{", "}");
    }

    JsonWriter array() {
        return open("[", "]");
    }

    /// Of what was opened last.
    JsonWriter end() {
        text.append(ends.pop());
        comma = true;
        return this;
    }

    JsonWriter name(String name) {
        value(name);
        text.append(':');
        comma = false;
        return this;
    }

    JsonWriter field(String name, String value) {
        return name(name).value(value);
    }

    JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    JsonWriter field(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    /// What is no number becomes `null`.
    JsonWriter field(String name, double value) {
        return name(name).raw(Double.isFinite(value) ? Double.toString(value) : "null");
    }

    JsonWriter value(String value) {
        return raw(JsonText.string(value));
    }

    JsonWriter value(long value) {
        return raw(Long.toString(value));
    }

    private JsonWriter raw(String value) {
        separate();
        text.append(value);
        comma = true;
        return this;
    }

    private JsonWriter open(String start, String end) {
        separate();
        text.append(start);
        ends.push(end);
        comma = false;
        return this;
    }

    private void separate() {
        if (comma) {
            text.append(',');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
