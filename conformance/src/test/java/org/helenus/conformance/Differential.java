package org.helenus.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays operation lists on several nodes, the first of which is right, and looks for the first answer that differs.
final class Differential {
    private static final String PAGE = "\n-- page";
    private static final int MOST_TRIALS = Integer.getInteger("trials", 50);

    private final List<TestedNode> nodes;
    private long statements;
    private long answers;

    Differential(List<TestedNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// @param step its index in the list
    record Difference(OperationList list, int step, String node, String expected, String actual) {
        /// An answer without the name of the list.
        String words(String answer) {
            return answer.replace(list.name() + ".", "");
        }

        String print() {
            ScriptStep statement = list.steps().get(step);
            return list.print() + "\n==== " + node + " answers to\n" + String.join("\n", statement.directives()) + "\n"
                    + statement.statement() + "\n---- expected\n" + expected + "\n---- but was\n" + actual;
        }
    }

    Optional<Difference> run(OperationList list) throws IOException {
        for (TestedNode node : nodes) {
            node.begin(list);
            for (ScriptStep step : list.definition()) {
                node.play(step);
            }
        }
        try {
            for (int i = 0; i < list.steps().size(); i++) {
                Optional<Difference> difference = play(list, i);
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        } finally {
            for (TestedNode node : nodes) {
                node.end(list);
            }
        }
    }

    private Optional<Difference> play(OperationList list, int index) throws IOException {
        ScriptStep step = list.steps().get(index);
        String expected = nodes.getFirst().play(step);
        boolean accident = isAccident(expected);
        boolean writes = !step.statement().startsWith("SELECT");
        for (TestedNode node : nodes.subList(1, nodes.size())) {
            String actual = node.play(step);
            boolean ownAccident = actual.startsWith("error 0x0000 ");
            if (accident && !ownAccident && (!writes || actual.startsWith("error "))) {
                // the others must still agree
                expected = actual;
                accident = false;
            } else if (ownAccident
                    || !actual.equals(expected)
                            && !MeantDifferences.contains(step, expected, actual)
                            && !losesItsPlace(step, expected, actual)) {
                return Optional.of(new Difference(list, index, node.name(), expected, actual));
            }
            answers += step.isComment() ? 0 : 1;
        }
        statements += step.isComment() ? 0 : 1;
        return Optional.empty();
    }

    /// Of all lists so far.
    String counts() {
        return statements + " statements, " + answers + " answers compared";
    }

    /// Where Cassandra fails by itself: a page or group that ends within a range of deleted rows, sorted
    /// documents, and
    /// whatever else is an error of its own code. A query may have any answer then, a write must not happen.
    private static boolean isAccident(String answer) {
        return answer.contains("error 0x1300 ") && answer.contains(" UNKNOWN from ")
                || ("\n" + answer).contains("\nerror 0x0000 ");
    }

    /// Whether a shorter list did not find something else instead.
    private static boolean isAlike(Difference a, Difference b) {
        boolean refused = b.expected().startsWith("error ");
        return refused
                ? a.words(a.expected()).equals(b.words(b.expected()))
                        && a.words(a.actual()).equals(b.words(b.actual()))
                : !a.expected().startsWith("error ")
                        && a.actual().startsWith("error ") == b.actual().startsWith("error ");
    }

    /// Whether the first node's pages do not make up what it answers unpaged, and the other node's do.
    private boolean losesItsPlace(ScriptStep step, String expected, String actual) throws IOException {
        List<String> unpaged = step.directives().stream()
                .filter(directive -> !directive.startsWith("@page"))
                .toList();
        if (unpaged.size() == step.directives().size() || !expected.contains(PAGE)) {
            return false;
        }
        String whole = nodes.getFirst().play(new ScriptStep(List.of(), unpaged, step.statement(), ""));
        return !whole.equals(expected.replace(PAGE, "")) && whole.equals(actual.replace(PAGE, ""));
    }

    /// The same difference with fewer steps: everything after it goes, then ever smaller parts of what was before,
    /// as
    /// long as the last step still gets two answers.
    Difference shrink(Difference found) throws IOException {
        Difference best = found;
        var steps = new ArrayList<>(found.list().steps().subList(0, found.step() + 1));
        int trials = 0;
        for (int part = Math.max(1, steps.size() / 2); trials < MOST_TRIALS; part = Math.max(1, part / 2)) {
            boolean shorter = false;
            for (int at = 0; at < steps.size() - 1 && trials < MOST_TRIALS; ) {
                int end = Math.min(steps.size() - 1, at + part);
                var fewer = new ArrayList<>(steps);
                fewer.subList(at, end).clear();
                trials++;
                Optional<Difference> still = run(found.list().with(found.list().name() + "_" + trials, fewer));
                if (still.isPresent() && isAlike(still.get(), found)) {
                    best = still.get();
                    steps = new ArrayList<>(fewer.subList(0, best.step() + 1));
                    shorter = true;
                } else {
                    at = end;
                }
            }
            if (part == 1 && !shorter) {
                break;
            }
        }
        return new Difference(
                best.list().with(found.list().name(), steps),
                steps.size() - 1,
                best.node(),
                best.expected(),
                best.actual());
    }
}
