package org.helenus.cql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.helenus.cql.grammar.CqlParser;

/// Random statements of the language, walked out of the grammar's own automaton: each is grammatical by construction,
/// and no rule can be forgotten.
final class RandomSentence {
    private static final ATN AUTOMATON = CqlParser._ATN;

    /// Texts for the tokens that are not one fixed word.
    private static final Map<Integer, List<String>> TEXTS = Map.ofEntries(
            Map.entry(CqlParser.IDENT, List.of("a", "B", "long_name_1", "expr", "x9", "po")),
            Map.entry(CqlParser.QUOTED_NAME, List.of("\"a\"", "\"Select\"", "\"a \"\" b\"", "\"select\"", "\"é\"")),
            Map.entry(CqlParser.EMPTY_QUOTED_NAME, List.of("\"\"")),
            Map.entry(CqlParser.STRING_LITERAL, List.of("''", "'x'", "'it''s'", "$$a'b$$", "'; -- /* ?'", "'é😀\n'")),
            Map.entry(CqlParser.INTEGER, List.of("0", "1", "-1", "12345678901234567890")),
            Map.entry(CqlParser.FLOAT, List.of("1.5", "-1.", "2e10", "-3.5E-2")),
            Map.entry(CqlParser.BOOLEAN, List.of("true", "FALSE")),
            Map.entry(CqlParser.DURATION, List.of("1h", "-2mo3d", "P1Y2M", "PT5S", "P2W", "P0001-02-03T04:05:06")),
            Map.entry(CqlParser.HEXNUMBER, List.of("0x", "0xCAFE")),
            Map.entry(
                    CqlParser.UUID,
                    List.of("123e4567-e89b-12d3-a456-426614174000", "ABCDEF01-0000-0000-0000-000000000000")),
            Map.entry(CqlParser.K_COLUMNFAMILY, List.of("TABLE", "COLUMNFAMILY")),
            Map.entry(CqlParser.K_TABLES, List.of("TABLES", "COLUMNFAMILIES")));

    /// The fewest tokens from a state to the end of its rule.
    private final int[] shortest = shortest();

    private final Random random;
    private int budget;

    RandomSentence(Random random) {
        this.random = random;
    }

    String next() {
        budget = 8 + random.nextInt(60);
        var words = new StringJoiner(" ");
        walk(AUTOMATON.ruleToStartState[CqlParser.RULE_statement], words);
        return words.toString();
    }

    private void walk(ATNState from, StringJoiner words) {
        var state = from;
        while (!(state instanceof RuleStopState)) {
            var transition = choose(state);
            if (transition instanceof RuleTransition rule) {
                walk(rule.target, words);
                state = rule.followState;
            } else {
                if (!transition.isEpsilon()) {
                    var tokens = transition.label().toList();
                    words.add(text(tokens.get(random.nextInt(tokens.size()))));
                    budget--;
                }
                state = transition.target;
            }
        }
    }

    /// Any way while there is budget, the shortest one afterwards.
    private Transition choose(ATNState state) {
        int count = state.getNumberOfTransitions();
        if (budget > 0) {
            return state.transition(random.nextInt(count));
        }
        var best = state.transition(0);
        for (int i = 1; i < count; i++) {
            if (length(state.transition(i), shortest) < length(best, shortest)) {
                best = state.transition(i);
            }
        }
        return best;
    }

    private String text(int token) {
        if (token == Token.EOF) {
            return "";
        }
        var texts = TEXTS.get(token);
        if (texts != null) {
            return texts.get(random.nextInt(texts.size()));
        }
        var literal = CqlParser.VOCABULARY.getLiteralName(token);
        if (literal == null) {
            throw new IllegalStateException("no text for " + CqlParser.VOCABULARY.getSymbolicName(token));
        }
        var word = literal.substring(1, literal.length() - 1);
        return random.nextInt(4) == 0 ? word.toLowerCase(java.util.Locale.ROOT) : word;
    }

    private static int[] shortest() {
        var lengths = new int[AUTOMATON.states.size()];
        Arrays.fill(lengths, Integer.MAX_VALUE / 4);
        for (boolean changed = true; changed; ) {
            changed = false;
            for (var state : AUTOMATON.states) {
                int best = state instanceof RuleStopState ? 0 : lengths[state.stateNumber];
                for (int i = 0; i < state.getNumberOfTransitions() && !(state instanceof RuleStopState); i++) {
                    best = Math.min(best, length(state.transition(i), lengths));
                }
                changed |= best < lengths[state.stateNumber];
                lengths[state.stateNumber] = best;
            }
        }
        return lengths;
    }

    private static int length(Transition transition, int[] lengths) {
        int beyond = lengths[transition.target.stateNumber];
        if (transition instanceof RuleTransition rule) {
            return beyond + lengths[rule.followState.stateNumber];
        }
        return beyond + (transition.isEpsilon() ? 0 : 1);
    }
}
