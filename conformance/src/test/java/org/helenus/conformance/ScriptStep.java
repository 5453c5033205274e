package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;

/// One statement of a script, and what Apache Cassandra answered.
///
///     @page 2
///     SELECT k, v FROM t
///     ----
///     k int | v text
///     1 | 'a'
///     2 | 'b'
///
/// @param comments   lines that begin with `#`, before anything else
/// @param directives lines that begin with `@`: see [Directives]
/// @param statement  CQL, in one or more lines, none of them blank
/// @param answer     as [AnswerText] prints it; empty: not recorded
record ScriptStep(List<String> comments, List<String> directives, String statement, String answer) {
    private static final String DIVIDER = "----";

    /// Reads the lines of one block; a block of comments alone has an empty statement.
    ///
    /// @throws IllegalArgumentException when the block has an answer and no statement
    static ScriptStep parse(List<String> lines) {
        var comments = new ArrayList<String>();
        var directives = new ArrayList<String>();
        int at = 0;
        for (; at < lines.size() && lines.get(at).startsWith("#"); at++) {
            comments.add(lines.get(at));
        }
        for (; at < lines.size() && lines.get(at).startsWith("@"); at++) {
            directives.add(lines.get(at));
        }
        int divider = lines.indexOf(DIVIDER);
        int end = divider < 0 ? lines.size() : divider;
        String statement = String.join("\n", lines.subList(Math.min(at, end), end));
        String answer = divider < 0 ? "" : String.join("\n", lines.subList(divider + 1, lines.size()));
        if (statement.isEmpty() && (divider >= 0 || !directives.isEmpty())) {
            throw new IllegalArgumentException("a block without a statement: " + lines);
        }
        return new ScriptStep(List.copyOf(comments), List.copyOf(directives), statement, answer);
    }

    boolean isComment() {
        return statement.isEmpty();
    }

    ScriptStep answered(String other) {
        return new ScriptStep(comments, directives, statement, other);
    }

    /// A write without a condition that was simply done.
    boolean isPlainWrite() {
        String verb = statement.stripLeading().split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT);
        return answer.equals("done") && List.of("INSERT", "UPDATE", "DELETE").contains(verb);
    }

    /// What [#parse] reads.
    String print() {
        var lines = new ArrayList<>(comments);
        lines.addAll(directives);
        if (!isComment()) {
            lines.add(statement);
            lines.add(DIVIDER);
            lines.add(answer);
        }
        return String.join("\n", lines) + "\n";
    }
}
