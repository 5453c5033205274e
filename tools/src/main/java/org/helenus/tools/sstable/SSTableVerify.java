package org.helenus.tools.sstable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The main class of `bin/sstableverify`: reads a table's files to the last byte and tells what is wrong with them.
public final class SSTableVerify {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean quick;
    private final boolean verbose;
    private int damaged;

    private SSTableVerify(ParseResult arguments, PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        quick = arguments.hasMatchedOption("-q");
        verbose = arguments.hasMatchedOption("-v");
    }

    public static void main(String[] words) {
        Tool.main(spec(), words, SSTableVerify::verify);
    }

    static int run(String[] words, OutputStream out, OutputStream err) {
        return Tool.run(spec(), words, out, err, SSTableVerify::verify);
    }

    private static CommandSpec spec() {
        var spec = Tool.spec(
                "sstableverify",
                "Checks every byte of a table's files, or of single files. Needs no server, and changes nothing.",
                "[options] <keyspace> <table> | <sstable>...");
        Tool.value(spec, "DIR", "the data directory (default: data)", "--data");
        Tool.flag(spec, "check each file's header, index, filter and statistics, not its blocks", "-q", "--quick");
        Tool.flag(spec, "tell of each file what it holds", "-v", "--verbose");
        Tool.arguments(spec, "file");
        spec.usageMessage().footer("", "Exit codes: 0 all is whole, 1 wrong usage, 2 something is damaged.");
        return spec;
    }

    private static int verify(ParseResult arguments, PrintStream out, PrintStream err) throws IOException {
        var words = Tool.arguments(arguments);
        var data = Path.of(arguments.matchedOptionValue("--data", "data"));
        boolean isTable = words.size() == 2 && !Files.exists(Path.of(words.getFirst()));
        var files = isTable
                ? table(arguments, data, words.getFirst(), words.getLast())
                : words.stream().map(Path::of).toList();
        var verify = new SSTableVerify(arguments, out, err);
        for (var file : files) {
            verify.check(file, isTable);
        }
        return verify.damaged > 0 ? Tool.DAMAGED : Tool.DONE;
    }

    /// The files that the manifest names.
    private static List<Path> table(ParseResult arguments, Path data, String keyspace, String name) throws IOException {
        var command = arguments.commandSpec().commandLine();
        if (!Files.isDirectory(data) || !DataDirectory.is(new SystemDisk(data))) {
            throw new ParameterException(command, data + " is not a data directory; --data names it");
        }
        var state = DataDirectory.read(new SystemDisk(data));
        TableMetadata table = state.schema()
                .table(keyspace, name)
                .orElseThrow(() -> new ParameterException(command, "Unknown keyspace/table " + keyspace + "." + name));
        var files = new ArrayList<Path>();
        for (SSTableId id : state.table(table.id()).files().keySet()) {
            files.add(data.resolve(DataDirectory.path(table, id)));
        }
        return files;
    }

    private void check(Path file, boolean isNamed) throws IOException {
        if (isNamed && !Files.exists(file)) {
            problem(file + " is missing: the manifest names it as live");
            return;
        }
        if (verbose) {
            out.print("Verifying " + file + " (" + Files.size(file) + " bytes)\n");
        }
        try {
            Tool.with(file, sstable -> check(file, sstable));
        } catch (CorruptSSTableException e) {
            problem(e.getMessage());
        }
    }

    private void check(Path file, SSTable sstable) throws IOException {
        var named = SSTableId.ofFileName(file.getFileName().toString());
        if (named.isPresent() && !named.get().equals(sstable.id())) {
            problem(file + " is another file by its content: " + sstable.id());
            return;
        }
        if (!quick) {
            try {
                sstable.verify();
            } catch (CorruptSSTableException e) {
                var damages = sstable.damages();
                (damages.isEmpty() ? List.of(e) : damages).forEach(damage -> problem(damage.getMessage()));
                return;
            }
        }
        long rows = sstable.statistics().rows();
        if (verbose) {
            out.print(
                    "Verified " + file + ": " + sstable.statistics().partitions() + " partitions, " + rows + " rows\n");
        }
    }

    private void problem(String sentence) {
        out.flush();
        err.print(sentence + "\n");
        damaged++;
    }
}
