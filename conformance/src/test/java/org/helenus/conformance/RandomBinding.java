package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Statements whose literals may become bind variables. A literal that may is written between two marks, see [#mark];
/// by lot all of a statement's literals are bound, or stay where they are. What is bound is now and then null, unset or
/// empty instead.
final class RandomBinding {
    private static final char START = '\u0001';
    private static final char SURE = '\u0003';
    private static final char END = '\u0002';

    private static final List<String> NOTHING = List.of("unset", "unset", "null", "empty");

    private final Random random;

    RandomBinding(Random random) {
        this.random = random;
    }

    static String mark(String literal) {
        return START + literal + END;
    }

    /// One that is never null, unset or empty where it is bound.
    static String sure(String literal) {
        return START + (SURE + literal) + END;
    }

    /// @param directives further ones
    ScriptStep step(String marked, List<String> directives) {
        boolean bind = marked.indexOf(START) >= 0 && random.nextInt(3) == 0;
        var statement = new StringBuilder();
        var literals = new ArrayList<String>();
        var unsure = new ArrayList<Integer>();
        int at = 0;
        for (int start = marked.indexOf(START); start >= 0; start = marked.indexOf(START, at)) {
            int end = marked.indexOf(END, start);
            String literal = marked.substring(start + 1, end);
            boolean sure = literal.charAt(0) == SURE;
            String plain = sure ? literal.substring(1) : literal;
            statement.append(marked, at, start).append(bind ? "?" : plain);
            literals.add(plain);
            if (!sure) {
                unsure.add(literals.size() - 1);
            }
            at = end + 1;
        }
        statement.append(marked, at, marked.length());
        var all = new ArrayList<>(directives);
        if (bind) {
            // one at most, so that there is one thing to complain about
            if (!unsure.isEmpty() && random.nextInt(4) == 0) {
                literals.set(unsure.get(random.nextInt(unsure.size())), NOTHING.get(random.nextInt(NOTHING.size())));
            }
            all.add("@bind " + String.join(" | ", literals));
        }
        return new ScriptStep(List.of(), all, statement.toString(), "");
    }
}
