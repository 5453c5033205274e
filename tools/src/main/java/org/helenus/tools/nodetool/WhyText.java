package org.helenus.tools.nodetool;

import java.time.Instant;
import java.util.List;

/// What reports of deletions that are still in files look like: `sstable-why`.
final class WhyText {
    private WhyText() {}

    static String of(JsonValue report) {
        var out = new StringBuilder();
        List<JsonValue> files = report.list("sstables");
        for (var file : files) {
            out.append("SSTable: ").append(file.text("file")).append('\n');
            line(out, "Table", file.text("keyspace") + "." + file.text("table"));
            line(out, "Deletions", Long.toString(file.number("deletions")));
            line(out, "Free to go", Long.toString(file.number("free")));
            if (file.number("within_grace") > 0) {
                line(out, "Held by gc_grace_seconds", grace(file));
            }
            for (var holder : file.list("held_by")) {
                line(out, "Held by " + holder.text("by"), holder(holder));
            }
        }
        return files.isEmpty() ? "There are no SSTables\n" : out.toString();
    }

    private static void line(StringBuilder out, String label, String value) {
        out.append('\t').append(label).append(": ").append(value).append('\n');
    }

    private static String grace(JsonValue file) {
        long held = file.number("within_grace");
        if (file.optional("gc_grace_seconds").isEmpty()) {
            return held + ", for ever: only_purge_repaired_tombstones keeps all of them";
        }
        long until = file.number("last_grace_seconds") + file.number("gc_grace_seconds") + 1;
        return held + ", the last until " + Instant.ofEpochSecond(until);
    }

    private static String holder(JsonValue holder) {
        return holder.number("deletions") + ", which may hide its writes from " + time(holder, "oldest_write")
                + " on\n\t\tdeletions of " + time(holder, "oldest_deletion") + " to "
                + time(holder, "newest_deletion") + "\n\t\tpartitions " + holder.text("first_key") + " (token "
                + holder.number("first_token") + ") to " + holder.text("last_key") + " (token "
                + holder.number("last_token") + ")";
    }

    /// A write timestamp, and the time that it means when clients write microseconds.
    private static String time(JsonValue holder, String name) {
        long micros = holder.number(name);
        var time = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
        return micros + " (" + time + ")";
    }
}
