package org.helenus.compaction;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.helenus.compaction.TextTests.Case;
import org.helenus.schema.option.CompactionParams;
import org.junit.jupiter.api.Test;

final class SizeTieredStrategyTest {
    private static String answer(Case asked) {
        var options = new TreeMap<>(asked.options());
        options.put("class", "SizeTieredCompactionStrategy");
        options.replaceAll((name, value) -> name.equals("min_sstable_size") ? "" + TextTests.bytes(value) : value);
        var strategy = new SizeTieredStrategy(SizeTieredOptions.of(CompactionParams.parse(options)));
        return switch (asked.directive()) {
            case "buckets" ->
                strategy.buckets(asked.live().candidates()).stream()
                        .map(bucket -> names(bucket, asked))
                        .collect(Collectors.joining("\n"));
            case "pick" ->
                TextTests.text(
                                strategy.pick(asked.live(), CompactionStrategy.State.EMPTY)
                                        .tasks(),
                                asked) + "pending " + strategy.pendingTasks(asked.live());
            case "major" -> TextTests.text(strategy.major(asked.live()), asked);
            case "expired" -> names(ExpiredSSTables.among(asked.live().candidates(), asked.live()), asked);
            default -> throw new IllegalArgumentException(asked.directive());
        };
    }

    private static String names(List<SSTableSummary> files, Case asked) {
        return files.isEmpty()
                ? "nothing"
                : files.stream().map(file -> asked.name(file.id())).collect(Collectors.joining(" "));
    }

    @Test
    void picksAsTheRulesSay() throws Exception {
        TextTests.run("size-tiered.txt", SizeTieredStrategyTest::answer);
    }

    @Test
    void dropsWhatNobodyNeeds() throws Exception {
        TextTests.run("expired.txt", SizeTieredStrategyTest::answer);
    }

    @Test
    void rewritesForTombstones() throws Exception {
        TextTests.run("tombstones.txt", SizeTieredStrategyTest::answer);
    }
}
