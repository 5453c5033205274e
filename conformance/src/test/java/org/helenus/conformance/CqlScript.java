package org.helenus.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A script of statements with the answers that Apache Cassandra gave: blocks between blank lines, the first of them a
/// comment that names the rules it covers, `# Rules: id, id`.
///
/// @param name of its file, without the ending; its keyspace is called so too
record CqlScript(String name, List<ScriptStep> steps) {
    private static final String ENDING = ".cql";
    private static final String RULES = "# Rules:";

    /// All scripts of a directory, by name.
    static List<CqlScript> all(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
            var scripts = new ArrayList<CqlScript>();
            for (Path file : sorted) {
                scripts.add(read(file));
            }
            return scripts;
        }
    }

    private static CqlScript read(Path file) throws IOException {
        String name = file.getFileName().toString();
        return parse(name.substring(0, name.length() - ENDING.length()), Files.readString(file));
    }

    static CqlScript parse(String name, String text) {
        var steps = new ArrayList<ScriptStep>();
        var block = new ArrayList<String>();
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (!line.isBlank()) {
                block.add(line);
            } else if (!block.isEmpty()) {
                steps.add(ScriptStep.parse(block));
                block.clear();
            }
        }
        return new CqlScript(name, List.copyOf(steps));
    }

    /// The ids of the rules that the script says it covers.
    List<String> rules() {
        return steps.stream()
                .flatMap(step -> step.comments().stream())
                .filter(line -> line.startsWith(RULES))
                .flatMap(line -> Stream.of(line.substring(RULES.length()).split(",")))
                .map(String::strip)
                .toList();
    }

    /// The steps that are statements.
    List<ScriptStep> statements() {
        return steps.stream().filter(step -> !step.isComment()).toList();
    }

    String print() {
        return steps.stream().map(ScriptStep::print).collect(Collectors.joining("\n"));
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(name + ENDING), print());
    }
}
