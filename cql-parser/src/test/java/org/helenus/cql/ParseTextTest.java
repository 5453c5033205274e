package org.helenus.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The trees and the errors of many statements. Every tree is also printed and read again.
class ParseTextTest {
    @TestFactory
    Stream<DynamicTest> parse() {
        return TextTestFile.tests("parse", test -> switch (test.directive()) {
            case "parse" -> parse(test.input());
            case "print" -> CqlPrinter.print(CqlParser.parse(test.input()));
            default -> throw new IllegalArgumentException(test.directive());
        });
    }

    private static String parse(String cql) {
        ParsedStatement parsed;
        try {
            parsed = CqlParser.parsePrepared(cql);
        } catch (CqlSyntaxException error) {
            return "error " + error.line() + ":" + error.column() + "\n" + error.getMessage();
        }
        RoundTrip.check(parsed);
        return TreeText.of(parsed.statement());
    }

    @TestFactory
    Stream<DynamicTest> split() {
        return TextTestFile.tests("split", test -> split(test.input()));
    }

    private static String split(String script) {
        var answer = new StringBuilder();
        for (var statement : CqlParser.split(script)) {
            assertThat(script.substring(statement.start(), statement.end())).isEqualTo(statement.text());
            answer.append(answer.isEmpty() ? "" : "\n")
                    .append(statement.start())
                    .append('-')
                    .append(statement.end())
                    .append(statement.complete() ? " " : " unfinished ")
                    .append(statement.text().replace("\n", "\\n"));
        }
        return answer.isEmpty() ? "nothing" : answer.toString();
    }
}
