package org.helenus.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Operations by lot: the making of a table, writes to it, and between and after them queries that show what is there.
/// Comments among them say what a node of our own does at that moment, see [TestedNode].
///
/// @param name of the keyspace
/// @param definition what cannot be left out
/// @param steps what may be left out while a list is made shorter
record OperationList(String name, List<ScriptStep> definition, List<ScriptStep> steps) {
    static final String FLUSH = "# flush";
    static final String COMPACT = "# compact";

    private static final int MOST_WRITES = 60;
    private static final int QUERIES = 25;

    OperationList {
        definition = List.copyOf(definition);
        steps = List.copyOf(steps);
    }

    /// The list that a seed names, always the same.
    static OperationList of(long seed) {
        var random = new Random(seed);
        String name = "list_" + Long.toUnsignedString(seed);
        RandomTable table = RandomTable.of(random, name);
        List<ScriptStep> definition = table.definition().stream()
                .map(cql -> new ScriptStep(List.of(), List.of(), cql, ""))
                .toList();
        var writes = new RandomWrites(random, table);
        var queries = new RandomQueries(random, table);
        var steps = new ArrayList<ScriptStep>();
        for (int n = 10 + random.nextInt(MOST_WRITES); n > 0; n--) {
            steps.addAll(writes.next());
            switch (random.nextInt(16)) {
                case 0, 1 -> steps.add(comment(FLUSH));
                case 2 -> steps.add(comment(COMPACT));
                case 3 -> steps.addAll(queries.everything());
                default -> {}
            }
        }
        steps.addAll(writes.last());
        steps.addAll(queries.everything());
        for (int n = 0; n < QUERIES; n++) {
            steps.add(queries.next());
        }
        steps.add(comment(FLUSH));
        steps.addAll(queries.everything());
        return new OperationList(name, definition, steps);
    }

    private static ScriptStep comment(String text) {
        return new ScriptStep(List.of(text), List.of(), "", "");
    }

    /// Other steps in a keyspace of another name: Cassandra now and then takes one for an earlier one of its name.
    OperationList with(String otherName, List<ScriptStep> others) {
        return new OperationList(otherName, definition, others);
    }

    /// As a script, to be kept.
    String print() {
        return new CqlScript(
                        name,
                        java.util.stream.Stream.concat(definition.stream(), steps.stream())
                                .toList())
                .steps().stream()
                        .map(ScriptStep::print)
                        .map(text -> text.replace("----\n\n", ""))
                        .collect(Collectors.joining("\n"));
    }
}
