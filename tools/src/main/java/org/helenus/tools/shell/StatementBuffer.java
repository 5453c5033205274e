package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.helenus.cql.CqlParser;
import org.helenus.cql.StatementText;

/// Gathers lines until they make statements. A statement ends at its semicolon; a command of the shell also at the end
/// of its line.
final class StatementBuffer {
    private final StringBuilder pending = new StringBuilder();

    /// Whether nothing has begun, comments aside.
    boolean isEmpty() {
        return CqlParser.split(pending.toString()).isEmpty();
    }

    /// What has begun and not ended.
    String pending() {
        return pending.toString();
    }

    void clear() {
        pending.setLength(0);
    }

    /// Takes one line, without its end. Gives all statements that are complete with it, or none while the last of
    /// them is not: they run together, as they were written together.
    List<String> add(String line) {
        boolean first = pending.toString().isBlank();
        pending.append(line).append('\n');
        if (!first && line.indexOf(';') < 0 && !line.contains("*/")) {
            return List.of();
        }
        var statements = CqlParser.split(pending.toString());
        if (!statements.isEmpty()) {
            var last = statements.getLast();
            if (!last.complete() && !endsWithLine(last)) {
                return List.of();
            }
        }
        clear();
        var texts = new ArrayList<String>();
        for (var statement : statements) {
            texts.add(statement.text());
        }
        return texts;
    }

    private static boolean endsWithLine(StatementText statement) {
        return ShellCommand.isCommandWord(firstWord(statement.text()));
    }

    static String firstWord(String statement) {
        int end = 0;
        while (end < statement.length()
                && (Character.isLetter(statement.charAt(end)) || statement.charAt(end) == '?')) {
            end++;
        }
        return statement.substring(0, end).toUpperCase(Locale.ROOT);
    }
}
