package org.helenus.compaction.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A bug that is kept beside the tests, as text, to see that the suites find it:
///
///     what goes wrong, in a line or more
///     suites: crash.CrashTest model.ModelTest
///     file: org/helenus/storage/Flusher.java
///     - lines that are in the file once
///     + lines in their place
///
/// Names of suites go on from the module's package. Spaces at the ends of lines do not count. Further lines of `-` and
/// `+` are further edits of the file. A bug that does not fit its file any more is an error, with its name.
record PlantedBug(String name, Path module, List<String> suites, String file, List<Edit> edits) {
    record Edit(List<String> old, List<String> fresh) {}

    static PlantedBug read(Path module, Path path) throws IOException {
        List<String> suites = List.of();
        String file = "";
        var edits = new ArrayList<Edit>();
        boolean inOld = false;
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith("suites: ")) {
                suites = List.of(line.substring(8).split(" ", -1));
            } else if (line.startsWith("file: ")) {
                file = line.substring(6);
            } else if (line.startsWith("- ")) {
                if (!inOld) {
                    edits.add(new Edit(new ArrayList<>(), new ArrayList<>()));
                }
                edits.getLast().old.add(line.substring(2).strip());
                inOld = true;
            } else if (line.startsWith("+")) {
                edits.getLast().fresh.add(line.substring(1).strip());
                inOld = false;
            }
        }
        return new PlantedBug(path.getFileName().toString(), module, suites, file, edits);
    }

    /// The file's source with the bug in it.
    String source() throws IOException {
        var lines = new ArrayList<>(
                Files.readAllLines(module.resolve("src/main/java").resolve(file)));
        for (var edit : edits) {
            int at = find(lines, edit.old);
            lines.subList(at, at + edit.old.size()).clear();
            lines.addAll(at, edit.fresh);
        }
        return String.join("\n", lines);
    }

    private int find(List<String> lines, List<String> wanted) {
        int found = -1;
        for (int i = 0; i + wanted.size() <= lines.size(); i++) {
            if (lines.subList(i, i + wanted.size()).stream()
                    .map(String::strip)
                    .toList()
                    .equals(wanted)) {
                if (found >= 0) {
                    throw new IllegalStateException(name + ": " + wanted + " is in " + file + " more than once");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new IllegalStateException(name + " does not fit " + file + " any more: there is no " + wanted);
        }
        return found;
    }
}
