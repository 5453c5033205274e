package org.helenus.compaction;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.helenus.compaction.CompactionStrategy.State;
import org.helenus.compaction.TextTests.Case;
import org.helenus.schema.option.ByteSize;
import org.helenus.schema.option.CompactionParams;
import org.junit.jupiter.api.Test;

final class UnifiedStrategyTest {
    /// `flush=size` and `checked=seconds` are the state.
    private static String answer(Case asked) {
        var options = new TreeMap<>(asked.options());
        String flush = options.remove("flush");
        String checked = options.remove("checked");
        String densities = options.remove("densities");
        options.put("class", "UnifiedCompactionStrategy");
        options.putIfAbsent("flush_size_override", "100MiB");
        if (flush != null) {
            options.remove("flush_size_override");
        }
        var unified = UnifiedOptions.of(CompactionParams.parse(options), true);
        var strategy = new UnifiedStrategy(unified);
        var state = new State(ByteBuffer.allocate(24)
                .putLong(flush == null ? 0 : TextTests.bytes(flush))
                .putLong(flush == null ? Long.MIN_VALUE : Long.MAX_VALUE)
                .putLong(checked == null ? Long.MIN_VALUE : 1000 * Long.parseLong(checked))
                .array());
        return switch (asked.directive()) {
            case "pick" ->
                TextTests.text(strategy.pick(asked.live(), state).tasks(), asked) + "pending "
                        + strategy.pendingTasks(asked.live());
            case "levels" ->
                strategy.levels(asked.live().candidates(), 0).stream()
                        .map(level -> level.index() + ": " + names(level.files(), asked) + ", " + level.depth()
                                + " over one place, due at " + unified.threshold(level.index()))
                        .collect(Collectors.joining("\n"));
            case "shards" ->
                List.of(densities.split(",", -1)).stream()
                        .map(density -> density + ": "
                                + unified.shards(ByteSize.parse(density).orElseThrow()))
                        .collect(Collectors.joining("\n"));
            case "major" -> TextTests.text(strategy.major(asked.live()), asked);
            default -> throw new IllegalArgumentException(asked.directive());
        };
    }

    private static String names(List<SSTableSummary> files, Case asked) {
        return files.stream().map(file -> asked.name(file.id())).collect(Collectors.joining(" "));
    }

    @Test
    void picksAsTheRulesSay() throws Exception {
        TextTests.run("unified.txt", UnifiedStrategyTest::answer);
    }
}
