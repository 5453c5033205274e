package org.helenus.tools.sstable;

import java.io.PrintStream;
import java.util.ArrayDeque;
import org.helenus.schema.type.JsonText;

/// Writes JSON as it comes, each thing on a line of its own but for what is said to be short, or everything of one
/// partition on one line. One thread.
final class Json {
    private final PrintStream out;
    private final boolean minimal;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();

    private static final class Level {
        final boolean onOneLine;
        final char end;
        boolean any;
        boolean named;

        Level(boolean onOneLine, char end) {
            this.onOneLine = onOneLine;
            this.end = end;
        }
    }

    /// @param minimal without a space or a line break
    Json(PrintStream out, boolean minimal) {
        this.out = out;
        this.minimal = minimal;
    }

    Json object() {
        return begin('{', '}', false);
    }

    /// On one line, and all that is in it.
    Json shortObject() {
        return begin('{', '}', true);
    }

    Json array() {
        return begin('[', ']', false);
    }

    Json shortArray() {
        return begin('[', ']', true);
    }

    private Json begin(char start, char end, boolean onOneLine) {
        separate();
        out.print(start);
        levels.push(new Level(onOneLine || !levels.isEmpty() && levels.peek().onOneLine, end));
        return this;
    }

    Json end() {
        var level = levels.pop();
        if (!minimal) {
            if (level.any && !level.onOneLine) {
                newLine();
            } else {
                out.print(' ');
            }
        }
        out.print(level.end);
        return this;
    }

    Json name(String name) {
        separate();
        out.print(JsonText.string(name));
        out.print(minimal ? ":" : " : ");
        levels.element().named = true;
        return this;
    }

    Json text(String value) {
        return raw(JsonText.string(value));
    }

    /// What is JSON already.
    Json raw(String value) {
        separate();
        out.print(value);
        return this;
    }

    Json field(String name, String value) {
        return name(name).text(value);
    }

    Json field(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    Json field(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    private void separate() {
        var level = levels.peek();
        if (level == null) {
            return;
        }
        if (level.named) {
            level.named = false;
            return;
        }
        if (level.any) {
            out.print(',');
        }
        level.any = true;
        if (!minimal) {
            if (level.onOneLine) {
                out.print(' ');
            } else {
                newLine();
            }
        }
    }

    private void newLine() {
        out.print('\n');
        out.print("  ".repeat(levels.size()));
    }
}
