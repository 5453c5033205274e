package org.helenus.conformance;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Operation lists by lot get the same answers from nodes that keep them in memory, in files, and over crashes; and,
/// with `-Dcassandra=HOST:PORT`, from that server: see `conformance/differential`. `-Dlists=N` plays so many, from
/// `-Dseed=S` on; a list is its seed, so a found one is played again with `-Dlists=1 -Dseed=`that.
class DifferentialTest {
    private static final String CASSANDRA = System.getProperty("cassandra", "");
    private static final int MOST_FOUND = 10;
    private static final SecureRandom SEEDS = new SecureRandom();

    private static final List<TestedNode> NODES = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        if (!CASSANDRA.isEmpty()) {
            int colon = CASSANDRA.lastIndexOf(':');
            NODES.add(TestedNode.at(CASSANDRA.substring(0, colon), Integer.parseInt(CASSANDRA.substring(colon + 1))));
        }
        for (TestedNode.Habit habit : TestedNode.Habit.values()) {
            NODES.add(TestedNode.own(habit));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (TestedNode node : NODES) {
            node.close();
        }
    }

    @Test
    void allAnswerAlike() throws IOException {
        long first = number("seed", SEEDS.nextInt(1, Integer.MAX_VALUE));
        long lists = number("lists", 6);
        var differential = new Differential(NODES);
        var found = new ArrayList<String>();
        for (long seed = first; seed < first + lists && found.size() < MOST_FOUND; seed++) {
            var difference = differential.run(OperationList.of(seed));
            if (difference.isPresent()) {
                found.add("seed " + seed + "\n\n"
                        + differential.shrink(difference.get()).print());
                System.out.println(found.getLast());
            }
        }
        System.out.println("DifferentialTest: -Dseed=" + first + " -Dlists=" + lists + ": " + differential.counts());
        if (!found.isEmpty()) {
            fail(found.size() + " lists differ, from seed " + first + " on\n\n" + String.join("\n\n", found));
        }
    }

    private static long number(String property, long otherwise) {
        String given = System.getProperty(property, "");
        return given.isEmpty() ? otherwise : Long.parseLong(given);
    }
}
