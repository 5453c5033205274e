package org.helenus.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.Term;
import org.junit.jupiter.api.Test;

class CqlParserTest {
    /// Errors that no grammar rule tells: the sentence was grammatical, its meaning is refused while the tree is
    /// built.
    private static final Pattern REFUSED = Pattern.compile(
            "Bind variables cannot be used.*|Multiple (definition|incompatible).*"
                    + "|Only expressions of the form.*|Resource type .*|Quoted strings are not supported.*|frozen<> is only .*"
                    + "|Invalid (\\(reserved\\) user type name|property|vector dimension).*|COMPACT STORAGE tables .*"
                    + "|Options 'password' .*|line \\d+:\\d+ no viable alternative at input '\\('|Empty JMX .*|Please use ALL MBEANS.*",
            Pattern.DOTALL);

    private final long seed = seed();
    private final Random random = new Random(seed);

    @Test
    void everySentenceOfTheGrammarIsReadAndPrintsToItself() {
        var sentences = new RandomSentence(random);
        var kinds = new HashSet<Class<?>>();
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            var cql = sentences.next();
            try {
                var parsed = CqlParser.parsePrepared(cql);
                kinds.add(parsed.statement().getClass());
                read++;
                if (!RoundTrip.dropsMarkers(parsed)) {
                    RoundTrip.check(parsed);
                }
            } catch (CqlSyntaxException error) {
                assertThat(error.getMessage()).as("seed %d: %s", seed, cql).matches(REFUSED);
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + ": " + cql, failure);
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(1000);
        assertThat(kinds).as("seed %d", seed).hasSizeGreaterThan(30);
    }

    @Test
    void anythingButAStatementIsASyntaxError() {
        var corpus = TextTestFile.corpus("parse");
        for (int i = 0; i < 5000; i++) {
            var bytes = corpus.get(random.nextInt(corpus.size())).input().getBytes(StandardCharsets.UTF_8);
            var text = new String(mutate(bytes), StandardCharsets.UTF_8);
            try {
                var parsed = CqlParser.parsePrepared(text);
                if (!RoundTrip.dropsMarkers(parsed)) {
                    RoundTrip.check(parsed);
                }
            } catch (CqlSyntaxException error) {
                assertThat(error.line()).as("seed %d: %s", seed, text).isPositive();
                assertThat(error.column()).as("seed %d: %s", seed, text).isNotNegative();
                assertThat(error.getMessage()).isNotBlank();
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + ": " + text, failure);
            }
            for (var statement : CqlParser.split(text)) {
                assertThat(text.substring(statement.start(), statement.end())).isEqualTo(statement.text());
            }
        }
    }

    private byte[] mutate(byte[] bytes) {
        var mutated = bytes.clone();
        for (int n = random.nextInt(4); n >= 0 && mutated.length > 0; n--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "()[]{}<>'\"$;:?,.-+*/=".charAt(random.nextInt(21));
                case 2 -> mutated = java.util.Arrays.copyOf(mutated, at);
                default -> System.arraycopy(bytes, 0, mutated, at, Math.min(mutated.length - at, bytes.length));
            }
        }
        return mutated;
    }

    @Test
    void splittingFindsEveryStatementAgain() {
        var sentences = new RandomSentence(random);
        for (int i = 0; i < 200; i++) {
            var statements = new ArrayList<String>();
            var script = new StringBuilder();
            for (int n = random.nextInt(4); n >= 0; n--) {
                var cql = sentences.next();
                statements.add(cql);
                script.append(List.of("", " ", "-- a ; comment\n", "/* ; */").get(random.nextInt(4)))
                        .append(cql)
                        .append(List.of(";", " ;\n", "-- 'x';\n;", ";;").get(random.nextInt(4)));
            }
            assertThat(CqlParser.split(script.toString()))
                    .as("seed %d: %s", seed, script)
                    .allMatch(StatementText::complete)
                    .extracting(StatementText::text)
                    .isEqualTo(statements);
        }
    }

    @Test
    void depthHasALimitAndNoStackOverflows() throws Exception {
        try (var small = Executors.newSingleThreadExecutor(task -> new Thread(null, task, "small stack", 512 * 1024))) {
            small.submit(this::checkNesting).get();
        }
    }

    private Void checkNesting() {
        var value = "INSERT INTO t (a) VALUES (%s)";
        assertNested(value, "[", "1", "]", 90);
        assertNested(value, "(", "1", ")", 90);
        assertNested(value, "{", "1", "}", 90);
        assertNested(value, "f(", "1", ")", 90);
        assertNested(value, "CAST(", "1", " AS int)", 90);
        assertNested("CREATE TABLE t (a %s)", "list<", "int", ">", 90);
        assertNested("SELECT (%s) [] FROM t", "frozen<list<", "int", ">>", 45);
        assertNested("SELECT %s FROM t", "(", "a", ")", 90);
        assertNested("SELECT json %s FROM t", "- ", "a", "", 90);
        assertNested("SELECT * FROM t WHERE %s", "(", "a = 1", ")", 90);
        assertChain("SELECT a%s FROM t", " + a", 250);
        assertChain("SELECT a%s FROM t", ".a", 250);
        assertChain("SELECT %sa FROM t", "(int) ", 250);
        assertChain("INSERT INTO t (a) VALUES (1%s)", " * 2", 250);
        assertChain("INSERT INTO t (a) VALUES (%s ?)", "(int) ", 250);
        assertChain("INSERT INTO t (a) VALUES " + "(1 + 2 + 3 + 4 + ".repeat(80) + "1%s" + ")".repeat(80), " + 2", 0);
        return null;
    }

    private static void assertNested(String frame, String open, String inner, String close, int depth) {
        RoundTrip.check(CqlParser.parsePrepared(frame.formatted(open.repeat(depth) + inner + close.repeat(depth))));
        for (int tooDeep : new int[] {1100, 100_000}) {
            var cql = frame.formatted(open.repeat(tooDeep) + inner + close.repeat(tooDeep));
            assertThatThrownBy(() -> CqlParser.parse(cql))
                    .isInstanceOf(CqlSyntaxException.class)
                    .hasMessageContaining("nested more than 100 levels");
        }
    }

    private static void assertChain(String frame, String link, int legal) {
        if (legal > 0) {
            RoundTrip.check(CqlParser.parsePrepared(frame.formatted(link.repeat(legal))));
        }
        for (int tooMany : new int[] {legal + 1, 50_000}) {
            assertThatThrownBy(() -> CqlParser.parse(frame.formatted(link.repeat(tooMany))))
                    .isInstanceOf(CqlSyntaxException.class)
                    .hasMessageMatching("expression has more than 250 operators|.*nested more than 100 levels.*");
        }
    }

    @Test
    void manyThreadsReadAtOnce() throws Exception {
        var corpus = TextTestFile.corpus("parse").stream()
                .filter(test -> test.directive().equals("parse"))
                .toList();
        Callable<Void> reader = () -> {
            for (var test : corpus) {
                String answer;
                try {
                    answer = TreeText.of(CqlParser.parse(test.input()));
                } catch (CqlSyntaxException error) {
                    answer = "error " + error.line() + ":" + error.column() + "\n" + error.getMessage();
                }
                assertThat(answer).isEqualTo(test.expected());
            }
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var result : threads.invokeAll(List.of(reader, reader, reader, reader))) {
                result.get();
            }
        }
    }

    @Test
    void leavesKnowWhereTheyStood() {
        var select = (Select) CqlParser.parse("SELECT *\nFROM ks.t\n  WHERE k = :key LIMIT 5");
        assertThat(select.table().name().position()).hasToString("2:8");
        var relation = (org.helenus.cql.tree.Relation.Comparison) select.where().getFirst();
        assertThat(relation.column().position()).hasToString("3:8");
        assertThat(((Term.BindMarker) relation.value()).position()).hasToString("3:12");
        assertThat(((Term.Literal) select.limit().orElseThrow()).position()).hasToString("3:23");
    }

    @Test
    void markersComeInTheOrderTheyAreWritten() {
        var parsed = CqlParser.parsePrepared(
                "UPDATE t USING TTL ? SET a[?] = :v, b += ? WHERE k IN (?, ?) AND (c) > ? IF d = ?");
        assertThat(parsed.markers()).extracting(Term.BindMarker::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(parsed.markers().get(2).name().orElseThrow()).hasToString("v");
    }

    @Test
    void wordsAreReservedExactlyWhereTheGrammarSaysSo() {
        assertThat(ReservedWords.all()).hasSize(57);
        for (var word : ReservedWords.all()) {
            assertThatThrownBy(() -> CqlParser.parse("USE " + word)).as(word).isInstanceOf(CqlSyntaxException.class);
            assertThat(CqlPrinter.name(word)).isEqualTo('"' + word + '"');
        }
        for (int type = 1; type < org.helenus.cql.grammar.CqlLexer.VOCABULARY.getMaxTokenType(); type++) {
            var literal = org.helenus.cql.grammar.CqlLexer.VOCABULARY.getLiteralName(type);
            if (literal != null && literal.matches("'[A-Z_]+'")) {
                var word = literal.substring(1, literal.length() - 1).toLowerCase(java.util.Locale.ROOT);
                if (!ReservedWords.contains(word)) {
                    assertThat(CqlPrinter.print(CqlParser.parse("USE " + word))).isEqualTo("USE " + word);
                }
            }
        }
    }

    @Test
    void passwordsDoNotShowInTheTree() {
        assertThat(CqlParser.parse("CREATE ROLE r WITH PASSWORD = 'secret'").toString())
                .doesNotContain("secret");
    }

    private static long seed() {
        var given = System.getProperty("seed", "");
        return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    }
}
