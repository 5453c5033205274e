package org.helenus.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What README.md shows of embedding is what the tests compile and run.
class ReadmeTest {
    private static final Pattern COMPILED =
            Pattern.compile("<!-- compiled: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesAreThoseOfTheTests() throws IOException {
        var house = Path.of("").toAbsolutePath().getParent();
        var examples = COMPILED.matcher(Files.readString(house.resolve("README.md")));
        int count = 0;
        while (examples.find()) {
            assertThat(Files.readString(house.resolve(examples.group(1)))).contains(examples.group(2));
            count++;
        }
        assertThat(count).isEqualTo(2);
    }
}
