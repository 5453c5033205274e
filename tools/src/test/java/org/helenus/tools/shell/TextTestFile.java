package org.helenus.tools.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// A file of cases: a directive line, the input, `----`, the expected answer, an empty line. Lines that begin with `#`
/// between cases are comments. With `-Drewrite` the answers are written instead of checked.
public final class TextTestFile {
    private static final Path ROOT = Path.of("src/test/resources/org/helenus/tools/shell");

    public record Case(int line, String directive, String input, String expected) {}

    private TextTestFile() {}

    /// @param file below this package's resources
    public static Stream<DynamicTest> tests(String file, Function<Case, String> answer) {
        return tests(ROOT.resolve(file), answer);
    }

    private static Stream<DynamicTest> tests(Path file, Function<Case, String> answer) {
        var cases = cases(file);
        if (System.getProperty("rewrite") != null) {
            rewrite(file, cases, answer);
            cases = cases(file);
        }
        return cases.stream()
                .map(test -> DynamicTest.dynamicTest(
                        file.getFileName() + ":" + test.line(),
                        () -> Assertions.assertThat(answer.apply(test))
                                .as(test.input())
                                .isEqualTo(test.expected())));
    }

    private static List<Case> cases(Path file) {
        var cases = new ArrayList<Case>();
        var lines = lines(file);
        int i = 0;
        while (i < lines.size()) {
            if (lines.get(i).isEmpty() || lines.get(i).startsWith("#")) {
                i++;
                continue;
            }
            int line = i + 1;
            var directive = lines.get(i++);
            var input = new ArrayList<String>();
            while (i < lines.size() && !lines.get(i).equals("----")) {
                input.add(lines.get(i++));
            }
            i++;
            var expected = new ArrayList<String>();
            while (i < lines.size() && !lines.get(i).isEmpty()) {
                expected.add(lines.get(i++));
            }
            cases.add(new Case(line, directive, String.join("\n", input), String.join("\n", expected)));
        }
        return cases;
    }

    private static void rewrite(Path file, List<Case> cases, Function<Case, String> answer) {
        var out = new StringBuilder();
        var lines = lines(file);
        int next = 0;
        for (var test : cases) {
            // Comments and empty lines before the case stay.
            for (int i = next; i < test.line() - 1; i++) {
                if (lines.get(i).startsWith("#")) {
                    out.append(lines.get(i)).append('\n');
                }
            }
            int separator = test.line() + test.input().split("\n", -1).length;
            next = separator + 1;
            while (next < lines.size() && !lines.get(next).isEmpty()) {
                next++;
            }
            out.append(test.directive()).append('\n').append(test.input()).append("\n----\n");
            out.append(answer.apply(test)).append("\n\n");
        }
        try {
            Files.writeString(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
