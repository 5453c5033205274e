package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// A file of cases: input lines, `----`, the answer, an empty line. `-Drewrite=true` writes the answers anew.
public final class TextCases {
    private TextCases() {}

    public static void check(String file, Function<List<String>, String> answer) throws IOException {
        var path = Path.of("src/test/resources", file);
        var written = new StringBuilder();
        String text = Files.readString(path);
        for (String one : text.strip().split("\n\n+", -1)) {
            int line = one.indexOf("\n----");
            String input = line < 0 ? one : one.substring(0, line);
            if (input.startsWith("#")) {
                written.append(one).append("\n\n");
                continue;
            }
            written.append(input)
                    .append("\n----\n")
                    .append(answer.apply(input.lines().toList()))
                    .append("\n\n");
        }
        String now = written.toString().stripTrailing() + "\n";
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(path, now);
        } else {
            assertThat(now).isEqualTo(text);
        }
    }
}
