package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.compaction.CompactionStrategy.State;
import org.helenus.compaction.TextTests.Case;
import org.helenus.schema.option.CompactionParams;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.TombstoneHistogram;
import org.junit.jupiter.api.Test;

final class LeveledStrategyTest {
    private static LeveledStrategy strategy(TreeMap<String, String> options) {
        options.put("class", "LeveledCompactionStrategy");
        return new LeveledStrategy(LeveledOptions.of(CompactionParams.parse(options)));
    }

    /// `last=level:place` and `idle=level:rounds` are the state.
    private static String answer(Case asked) {
        var options = new TreeMap<>(asked.options());
        var state = new LeveledState();
        String last = options.remove("last");
        if (last != null) {
            int level = Integer.parseInt(last.substring(0, 1));
            state.merged(level, new byte[] {(byte) Integer.parseInt(last.substring(2), 16), 0, 0, 0, 0, 0, 0, 0, 1});
        }
        String idle = options.remove("idle");
        for (int i = 0; idle != null && i < Integer.parseInt(idle); i++) {
            state.countRound(1);
        }
        var strategy = strategy(options);
        return switch (asked.directive()) {
            case "pick" ->
                TextTests.text(strategy.pick(asked.live(), state.encode()).tasks(), asked) + "pending "
                        + strategy.pendingTasks(asked.live());
            case "major" -> TextTests.text(strategy.major(asked.live()), asked);
            default -> throw new IllegalArgumentException(asked.directive());
        };
    }

    @Test
    void picksAsTheRulesSay() throws Exception {
        TextTests.run("leveled.txt", LeveledStrategyTest::answer);
    }

    @Test
    void bytesThatAreNoStateStartAnew() {
        var anew = new LeveledState().encode();
        assertThat(LeveledState.decode(State.EMPTY).encode()).isEqualTo(anew);
        assertThat(LeveledState.decode(new State(new byte[] {1, 2, 3})).encode())
                .isEqualTo(anew);
        assertThat(LeveledState.decode(new State(new byte[] {1, 2, 3, 4, 5, 6}))
                        .encode()
                        .bytes())
                .isNotEmpty();
        var kept = new LeveledState();
        kept.merged(3, new byte[] {1, 2});
        kept.countRound(2);
        assertThat(LeveledState.decode(kept.encode()).lastKey(3)).containsExactly(1, 2);
        assertThat(LeveledState.decode(kept.encode()).idleRounds(1)).isEqualTo(1);
    }

    /// Random files are flushed and every merge is carried out on the summaries alone: the levels never overlap,
    /// no file is in two tasks, and the work ends.
    @Test
    void levelsStayDisjointAndWorkEnds() {
        long seed = System.nanoTime();
        System.out.println("LeveledStrategyTest: " + seed);
        var random = new SplittableRandom(seed);
        var options = new TreeMap<String, String>();
        options.put("sstable_size_in_mb", "1");
        options.put("fanout_size", "3");
        options.put("single_sstable_uplevel", "true");
        var strategy = strategy(options);
        var files = new ArrayList<SSTableSummary>();
        var state = State.EMPTY;
        long ids = 0;
        for (int step = 0; step < 300; step++) {
            int from = random.nextInt(0, 250);
            files.add(file(ids++, from, random.nextInt(from + 1, 256), 1 << 20, step, 0));
            for (int merges = 0; ; merges++) {
                assertThat(merges).isLessThan(200);
                var pick = strategy.pick(live(files), state);
                state = pick.state();
                if (pick.tasks().isEmpty()) {
                    break;
                }
                for (CompactionTask task : pick.tasks()) {
                    ids = carryOut(task, files, ids);
                }
                for (int level = 1; level < LeveledStrategy.LEVELS; level++) {
                    checkDisjoint(files, level);
                }
            }
        }
        assertThat(files.stream().mapToInt(SSTableSummary::level).max().orElseThrow())
                .isGreaterThan(2);
        assertThat(new Levels(files).get(0)).hasSizeLessThan(5);
    }

    private static LiveSet live(List<SSTableSummary> files) {
        return new LiveSet(files, Set.of(), Long.MAX_VALUE, 0, 0, 0);
    }

    private static SSTableSummary file(long id, int from, int to, long size, long time, int level) {
        return new SSTableSummary(
                new SSTableId(0, id),
                size,
                100,
                100,
                new KeyRange(new byte[] {(byte) from, 0}, new byte[] {(byte) (to - 1), 1}),
                time,
                time,
                Long.MAX_VALUE,
                TombstoneHistogram.EMPTY,
                level,
                0,
                0);
    }

    private static long carryOut(CompactionTask task, ArrayList<SSTableSummary> files, long firstId) {
        var inputs =
                files.stream().filter(file -> task.inputs().contains(file.id())).toList();
        assertThat(inputs).hasSameSizeAs(new HashSet<>(task.inputs()));
        long id = firstId;
        int from = inputs.stream()
                .mapToInt(file -> file.range().start()[0] & 0xFF)
                .min()
                .orElseThrow();
        int to = 1
                + inputs.stream()
                        .mapToInt(file -> file.range().end()[0] & 0xFF)
                        .max()
                        .orElseThrow();
        long bytes = Levels.bytes(inputs) * 9 / 10;
        long time =
                inputs.stream().mapToLong(SSTableSummary::maxTimestamp).max().orElseThrow();
        files.removeAll(inputs);
        int parts = Math.clamp(bytes / Math.min(task.maxOutputBytes(), 1 << 30), 1, to - from);
        for (int i = 0; i < parts; i++) {
            int start = from + (to - from) * i / parts;
            int end = from + (to - from) * (i + 1) / parts;
            files.add(file(id++, start, end, Math.max(1, bytes / parts), time, task.level()));
        }
        return id;
    }

    private static void checkDisjoint(List<SSTableSummary> files, int level) {
        var inLevel = files.stream().filter(file -> file.level() == level).toList();
        assertThat(new Levels(files).get(level)).hasSameSizeAs(inLevel);
    }
}
