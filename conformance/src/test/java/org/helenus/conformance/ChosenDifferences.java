package org.helenus.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where we mean to answer otherwise than Apache Cassandra, and why. Blocks between blank lines:
///
///     # Why, in one or more lines.
///     @directives of the statement, if it has any
///     script-name
///     the statement
///     ----
///     what we answer
///
/// An entry must say why, its statement must be in its script, and our answer must be the one given here and not
/// Cassandra's.
final class ChosenDifferences {
    private final Map<String, String> answers = new LinkedHashMap<>();

    static ChosenDifferences read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static ChosenDifferences parse(String text) {
        var differences = new ChosenDifferences();
        for (ScriptStep step : CqlScript.parse("differences", text).steps()) {
            if (step.isComment()) {
                continue;
            }
            List<String> lines = step.statement().lines().toList();
            if (step.comments().isEmpty() || lines.size() < 2) {
                throw new IllegalArgumentException("a difference needs a reason, a script and a statement: " + step);
            }
            String statement = String.join("\n", lines.subList(1, lines.size()));
            differences.answers.put(key(lines.getFirst(), step.directives(), statement), step.answer());
        }
        return differences;
    }

    /// Our own answer to a statement of a script; empty: Cassandra's.
    Optional<String> answer(CqlScript script, ScriptStep step) {
        return Optional.ofNullable(answers.get(key(script.name(), step.directives(), step.statement())));
    }

    /// Entries whose statement no script has.
    List<String> strays(List<CqlScript> scripts) {
        var strays = new ArrayList<>(answers.keySet());
        for (CqlScript script : scripts) {
            for (ScriptStep step : script.statements()) {
                strays.remove(key(script.name(), step.directives(), step.statement()));
            }
        }
        return strays;
    }

    private static String key(String script, List<String> directives, String statement) {
        return String.join("\n", directives) + "\n" + script + "\n" + statement;
    }
}
