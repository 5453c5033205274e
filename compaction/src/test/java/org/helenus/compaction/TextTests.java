package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.TombstoneHistogram;

/// Runs a file of cases: a directive with options, one line for each live file, `----`, the expected answer; cases are
/// separated by empty lines, `#` begins a comment above a case. `-Drewrite=true` writes the answers.
///
/// A live file: `name size=… [reads=… partitions=… cells=… keys=from-to ts=min-max expires=seconds
/// droppable=time:count created=seconds level=… busy=yes]`. `keys` are places on the ring from 00 to ff. Sizes take k,
/// M and G.
final class TextTests {
    private static final Path RESOURCES = Path.of("src/test/resources/org/helenus/compaction");

    private TextTests() {}

    /// One case, taken apart.
    record Case(String directive, Map<String, String> options, LiveSet live, List<String> names) {
        String name(SSTableId id) {
            return names.get((int) id.low());
        }

        long number(String option, long absent) {
            return options.containsKey(option) ? bytes(options.get(option)) : absent;
        }
    }

    static void run(String file, Function<Case, String> answer) throws IOException {
        var path = RESOURCES.resolve(file);
        String text = Files.readString(path);
        var result = new StringBuilder();
        for (String part : text.strip().split(Pattern.quote("\n\n"), -1)) {
            int line = part.indexOf("\n----");
            String question = line < 0 ? part : part.substring(0, line);
            result.append(result.isEmpty() ? "" : "\n").append(question);
            if (question.lines().anyMatch(each -> !each.startsWith("#"))) {
                result.append("\n----\n").append(answer.apply(parse(question)).strip());
            }
            result.append('\n');
        }
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(path, result);
        }
        assertThat(result.toString()).isEqualTo(Files.readString(path));
    }

    private static Case parse(String question) {
        var lines = question.lines().filter(line -> !line.startsWith("#")).toList();
        var directive = new ArrayList<>(List.of(lines.getFirst().split(" +", -1)));
        String name = directive.removeFirst();
        Map<String, String> options = pairs(directive);
        var names = new ArrayList<String>();
        var files = new ArrayList<SSTableSummary>();
        var busy = new HashSet<SSTableId>();
        for (String line : lines.subList(1, lines.size())) {
            var words = new ArrayList<>(List.of(line.strip().split(" +", -1)));
            var id = new SSTableId(0, names.size());
            names.add(words.removeFirst());
            Map<String, String> fields = pairs(words);
            files.add(summary(id, fields));
            if ("yes".equals(fields.remove("busy"))) {
                busy.add(id);
            }
            assertThat(fields).as("unknown fields").isEmpty();
        }
        long now = Long.parseLong(options.getOrDefault("now", "1000000"));
        var live = new LiveSet(
                files,
                busy,
                Long.parseLong(take(options, "elsewhere", Long.toString(Long.MAX_VALUE))),
                now * 1000,
                now - Long.parseLong(take(options, "gc-grace", "0")),
                7);
        options.remove("now");
        return new Case(name, options, live, names);
    }

    private static SSTableSummary summary(SSTableId id, Map<String, String> fields) {
        String[] keys = take(fields, "keys", "00-ff").split("-", -1);
        String[] timestamps = take(fields, "ts", "0-0").split("-", -1);
        String droppable = take(fields, "droppable", "");
        var histogram = droppable.isEmpty()
                ? TombstoneHistogram.EMPTY
                : new TombstoneHistogram(
                        new long[] {Long.parseLong(droppable.substring(0, droppable.indexOf(':')))},
                        new long[] {Long.parseLong(droppable.substring(droppable.indexOf(':') + 1))});
        String expires = take(fields, "expires", "never");
        return new SSTableSummary(
                id,
                bytes(take(fields, "size", "100M")),
                Long.parseLong(take(fields, "partitions", "100")),
                Long.parseLong(take(fields, "cells", "100")),
                new KeyRange(key(keys[0]), key(keys[1])),
                Long.parseLong(timestamps[0]),
                Long.parseLong(timestamps[1]),
                expires.equals("never") ? Long.MAX_VALUE : Long.parseLong(expires),
                histogram,
                Integer.parseInt(take(fields, "level", "0")),
                Long.parseLong(take(fields, "created", "0")) * 1000,
                Double.parseDouble(take(fields, "reads", "0")));
    }

    private static byte[] key(String place) {
        return new byte[] {(byte) Integer.parseInt(place, 16), 0, 0, 0, 0, 0, 0, 0, 1};
    }

    private static String take(Map<String, String> fields, String name, String absent) {
        String value = fields.remove(name);
        return value == null ? absent : value;
    }

    static long bytes(String text) {
        char unit = text.charAt(text.length() - 1);
        long factor = switch (unit) {
            case 'k' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1;
        };
        return factor * Long.parseLong(factor == 1 ? text : text.substring(0, text.length() - 1));
    }

    private static Map<String, String> pairs(List<String> words) {
        var pairs = new LinkedHashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            assertThat(equals).as(word).isPositive();
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    /// Tasks as text: one a line.
    static String text(List<CompactionTask> tasks, Case asked) {
        var text = new StringBuilder();
        for (CompactionTask task : tasks) {
            text.append(task.reason().text()).append(':');
            task.inputs().forEach(id -> text.append(' ').append(asked.name(id)));
            text.append(task.level() == 0 ? "" : " -> L" + task.level());
            text.append(
                    switch (task.cuts()) {
                        case OutputCuts.Never() -> "";
                        case OutputCuts.AtBytes(long bytes) -> " in files of " + (bytes >> 20) + "M";
                        case OutputCuts.AtShards(int count) -> " in " + count + " shards";
                        case OutputCuts.Halving(long total, long least) ->
                            " halving " + (total >> 20) + "M down to " + (least >> 20) + "M";
                    });
            text.append('\n');
        }
        return text.isEmpty() ? "nothing\n" : text.toString();
    }
}
