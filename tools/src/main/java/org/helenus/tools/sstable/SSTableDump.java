package org.helenus.tools.sstable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.helenus.storage.sstable.SSTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The main class of `bin/sstabledump`: what an SSTable holds, as JSON.
public final class SSTableDump {
    private SSTableDump() {}

    public static void main(String[] words) {
        Tool.main(spec(), words, (arguments, out, err) -> dump(arguments, out, System.currentTimeMillis() / 1000));
    }

    static int run(String[] words, OutputStream out, OutputStream err, long nowSeconds) {
        return Tool.run(spec(), words, out, err, (arguments, output, _) -> dump(arguments, output, nowSeconds));
    }

    private static CommandSpec spec() {
        var spec = Tool.spec(
                "sstabledump",
                "Prints what an SSTable holds, as JSON. Needs no server, and changes nothing.",
                "<sstable file path> <options>");
        Tool.flag(spec, "CQL row per line internal representation", "-d");
        Tool.flag(spec, "enumerate partition keys only", "-e");
        Tool.values(spec, "key", "Partition key; its components with a colon between. May be repeated", "-k");
        Tool.flag(spec, "Output json lines, by partition", "-l");
        Tool.flag(spec, "Print raw timestamps instead of iso8601 date strings", "-t");
        Tool.values(spec, "key", "Excluded partition key. May be repeated", "-x");
        Tool.arguments(spec, "file");
        return spec;
    }

    private static int dump(ParseResult arguments, PrintStream out, long nowSeconds) throws IOException {
        var options = new DumpOptions(
                arguments.matchedOptionValue("-k", List.<String>of()),
                arguments.matchedOptionValue("-x", List.<String>of()),
                arguments.hasMatchedOption("-e"),
                arguments.hasMatchedOption("-t"),
                arguments.hasMatchedOption("-d"),
                arguments.hasMatchedOption("-l"));
        Tool.with(Path.of(Tool.arguments(arguments).getFirst()), sstable -> dump(sstable, options, out, nowSeconds));
        return Tool.DONE;
    }

    private static void dump(SSTable sstable, DumpOptions options, PrintStream out, long nowSeconds)
            throws IOException {
        var table = sstable.statistics().table();
        DumpSink sink = options.keysOnly()
                ? new KeyDump(out, table)
                : options.internal() ? new LineDump(out, table) : new JsonDump(out, table, options, nowSeconds);
        new PartitionWalk(sstable, key -> options.wants(ValueText.key(table, key)), sink).run();
    }
}
