package org.helenus.compaction;

import java.util.TreeMap;
import org.helenus.compaction.CompactionStrategy.State;
import org.helenus.compaction.TextTests.Case;
import org.helenus.schema.option.CompactionParams;
import org.junit.jupiter.api.Test;

final class FifoStrategyTest {
    private static String answer(Case asked) {
        var options = new TreeMap<>(asked.options());
        options.put("class", "FIFOCompactionStrategy");
        var strategy = new FifoStrategy(FifoOptions.of(CompactionParams.parse(options)));
        return switch (asked.directive()) {
            case "pick" ->
                TextTests.text(strategy.pick(asked.live(), State.EMPTY).tasks(), asked) + "pending "
                        + strategy.pendingTasks(asked.live());
            case "major" -> TextTests.text(strategy.major(asked.live()), asked);
            default -> throw new IllegalArgumentException(asked.directive());
        };
    }

    @Test
    void dropsTheOldestWhole() throws Exception {
        TextTests.run("fifo.txt", FifoStrategyTest::answer);
    }
}
