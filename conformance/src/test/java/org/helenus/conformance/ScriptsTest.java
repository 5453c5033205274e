package org.helenus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.helenus.cql.CqlParser;
import org.helenus.cql.CqlPrinter;
import org.helenus.cql.CqlSyntaxException;
import org.helenus.cql.tree.Statement;
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

    /// A rule is a line `id: what holds` of the list.
    @Test
    void everyRuleHasAScript() throws IOException {
        List<String> rules = Files.readAllLines(Path.of("src/test/resources/rules.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(": ")))
                .toList();
        Set<String> covered =
                scripts.stream().flatMap(script -> script.rules().stream()).collect(Collectors.toSet());
        assertThat(rules).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(covered);
    }

    @Test
    void statementsPrintToThemselves() {
        int read = 0;
        for (CqlScript script : scripts) {
            for (ScriptStep step : script.statements()) {
                Statement tree;
                try {
                    tree = CqlParser.parse(step.statement());
                } catch (CqlSyntaxException refused) {
                    continue;
                }
                read++;
                assertThat(CqlParser.parse(CqlPrinter.print(tree)))
                        .as(step.statement())
                        .isEqualTo(tree);
            }
        }
        assertThat(read).isGreaterThan(FEWEST);
    }

    @Test
    void printedScriptsReadBack() {
        for (CqlScript script : scripts) {
            assertThat(CqlScript.parse(script.name(), script.print())).isEqualTo(script);
        }
    }
}
