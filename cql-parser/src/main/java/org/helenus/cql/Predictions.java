package org.helenus.cql;

import java.util.concurrent.atomic.AtomicReference;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.dfa.DFA;

/// What prediction has learned about the grammar: states of automata, one automaton for each decision of the grammar.
/// Statements of a kind share what they teach, but whoever sends ever other mistakes would teach for ever: beyond
/// [#MOST_STATES] all is forgotten, and learned anew from what comes.
///
/// Threads: any. The automata guard themselves; those who parse with forgotten ones finish with them.
final class Predictions {
    /// Some sixty megabytes. Thousands of statements of all kinds need five hundred, with their mistakes.
    static final int MOST_STATES = 4_000;

    private static final int COUNTS_EVERY = 64;

    private final AtomicReference<Learned> current;

    /// Its `parses` are counted without care: how often exactly does not matter.
    private static final class Learned {
        final DFA[] automata;
        final PredictionContextCache contexts = new PredictionContextCache();
        int parses;

        Learned(ATN grammar) {
            automata = new DFA[grammar.getNumberOfDecisions()];
            for (int i = 0; i < automata.length; i++) {
                automata[i] = new DFA(grammar.getDecisionState(i), i);
            }
        }

        int states() {
            int states = 0;
            for (DFA automaton : automata) {
                states += automaton.states.size();
            }
            return states;
        }
    }

    Predictions(ATN grammar) {
        current = new AtomicReference<>(new Learned(grammar));
    }

    /// Gives a parser what is known.
    void lend(Parser parser) {
        Learned learned = current.get();
        if (++learned.parses % COUNTS_EVERY == 0 && learned.states() > MOST_STATES) {
            current.compareAndSet(learned, new Learned(parser.getATN()));
            learned = current.get();
        }
        parser.setInterpreter(new ParserATNSimulator(parser, parser.getATN(), learned.automata, learned.contexts));
    }

    /// How many states are known.
    int states() {
        return current.get().states();
    }
}
