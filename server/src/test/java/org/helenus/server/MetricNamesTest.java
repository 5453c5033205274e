package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Dashboards know metrics by their names: `docs/compaction.md` tells each that there is, and none besides.
class MetricNamesTest {
    private static final Pattern NAME = Pattern.compile("`((?:compaction|back_pressure|storage)\\.[a-z_.]+)`");

    @Test
    void theNamesAreThoseOfTheDocumentation() throws Exception {
        var text = Files.readString(Path.of("../docs/compaction.md"));
        var told = new TreeSet<String>();
        text.substring(text.indexOf("### Metrics"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line ->
                        NAME.matcher(line.split("\\|", -1)[1]).results().forEach(name -> told.add(name.group(1))));
        try (var server = HelenusServer.builder().inMemory().port(0).start()) {
            assertThat(server.metrics().getNames()).isEqualTo(told);
        }
    }
}
