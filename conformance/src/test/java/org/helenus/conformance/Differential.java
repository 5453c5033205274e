package org.helenus.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays operation lists on several nodes, the first of which is right, and looks for the first answer that differs.
final class Differential {
    private static final int MOST_TRIALS = 60;

    private final List<TestedNode> nodes;

    Differential(List<TestedNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// @param step its index in the list
    record Difference(OperationList list, int step, String node, String expected, String actual) {
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
                ScriptStep step = list.steps().get(i);
                String expected = nodes.getFirst().play(step);
                for (TestedNode node : nodes.subList(1, nodes.size())) {
                    String actual = node.play(step);
                    if (!actual.equals(expected) && !isAccident(step, expected)) {
                        return Optional.of(new Difference(list, i, node.name(), expected, actual));
                    }
                }
            }
            return Optional.empty();
        } finally {
            for (TestedNode node : nodes) {
                node.end(list);
            }
        }
    }

    /// Where Cassandra fails by itself: a page or group that ends within a range of deleted rows, sorted
    /// documents, and
    /// whatever else is an error of its own code in a query.
    private static boolean isAccident(ScriptStep step, String answer) {
        return answer.contains("error 0x1300 ") && answer.contains(" UNKNOWN from ")
                || answer.startsWith("error 0x0000 ") && step.statement().startsWith("SELECT");
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
                if (still.isPresent()) {
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
