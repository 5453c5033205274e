package org.helenus.compaction;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.helenus.compaction.CompactionStrategy.State;
import org.helenus.compaction.TextTests.Case;
import org.helenus.schema.option.CompactionParams;
import org.junit.jupiter.api.Test;

final class TimeWindowStrategyTest {
    /// `current=window` and `checked=seconds` are the state. Timestamps are in seconds.
    private static String answer(Case asked) {
        var options = new TreeMap<>(asked.options());
        String current = options.remove("current");
        String checked = options.remove("checked");
        var state = ByteBuffer.allocate(16)
                .putLong(current == null ? Long.MIN_VALUE : Long.parseLong(current))
                .putLong(checked == null ? Long.MIN_VALUE : 1000 * Long.parseLong(checked));
        options.put("class", "TimeWindowCompactionStrategy");
        options.putIfAbsent("timestamp_resolution", "SECONDS");
        var strategy = new TimeWindowStrategy(TimeWindowOptions.of(CompactionParams.parse(options), true));
        return switch (asked.directive()) {
            case "pick" ->
                TextTests.text(
                                strategy.pick(asked.live(), new State(state.array()))
                                        .tasks(),
                                asked) + "pending " + strategy.pendingTasks(asked.live());
            case "major" -> TextTests.text(strategy.major(asked.live()), asked);
            default -> throw new IllegalArgumentException(asked.directive());
        };
    }

    @Test
    void picksAsTheRulesSay() throws Exception {
        TextTests.run("time-window.txt", TimeWindowStrategyTest::answer);
    }
}
