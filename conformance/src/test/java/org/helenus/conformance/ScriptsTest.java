package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the scripts must be, whatever the answers are.
class ScriptsTest {
    private static final int FEWEST = 2_500;

    private final List<CqlScript> scripts;

    ScriptsTest() throws IOException {
        scripts = CqlScript.all(Path.of("src/test/resources/scripts"));
    }

    @Test
    void thereAreManyAndFewOfThemJustWrite() {
        List<ScriptStep> steps =
                scripts.stream().flatMap(script -> script.statements().stream()).toList();
        assertThat(steps).hasSizeGreaterThanOrEqualTo(FEWEST);
        long plainWrites = steps.stream().filter(ScriptStep::isPlainWrite).count();
        assertThat(plainWrites).isLessThanOrEqualTo(steps.size() / 3);
    }

    @Test
    void eachHasItsAnswerAndNamesItsRules() {
        for (CqlScript script : scripts) {
            assertThat(script.rules()).as(script.name()).isNotEmpty();
            assertThat(script.statements())
                    .as(script.name())
                    .noneMatch(step -> step.answer().isEmpty());
        }
    }

    @Test
    void printedScriptsReadBack() {
        for (CqlScript script : scripts) {
            assertThat(CqlScript.parse(script.name(), script.print())).isEqualTo(script);
        }
    }
}
