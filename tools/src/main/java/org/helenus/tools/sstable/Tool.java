package org.helenus.tools.sstable;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.helenus.schema.error.CqlException;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.manifest.CorruptManifestException;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What the SSTable tools have in common: the command line, the way out, and how a file is opened.
///
/// Exit codes: 0 done, 1 wrong usage or a file that cannot be read, 2 damaged data, told in one sentence.
final class Tool {
    static final int DONE = 0;
    static final int USAGE = 1;
    static final int DAMAGED = 2;
    /// Blocks go past the cache; this much is for what is opened.
    private static final int CACHE_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private Tool() {}

    /// What a tool does with its arguments.
    interface Body {
        /// @return the exit code
        int run(ParseResult arguments, PrintStream out, PrintStream err) throws IOException;
    }

    /// The command line of a tool with `--help`.
    static CommandSpec spec(String name, String what, String synopsis) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(what).customSynopsis(name + " " + synopsis);
        flag(spec, "Print this help and exit", "-h", "--help");
        return spec;
    }

    static void flag(CommandSpec spec, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build());
    }

    static void value(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    /// An option that may be given more than once.
    static void values(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    static void arguments(CommandSpec spec, String label) {
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel(label)
                .hidden(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    static List<String> arguments(ParseResult arguments) {
        var words = arguments.matchedPositionalValue(0, List.<String>of());
        if (words.isEmpty()) {
            throw new ParameterException(arguments.commandSpec().commandLine(), "You must name a file.");
        }
        return words;
    }

    /// Runs a tool and ends the process.
    static void main(CommandSpec spec, String[] words, Body body) {
        int exitCode = run(
                spec, words, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), body);
        System.exit(exitCode);
    }

    /// The whole program but for its end.
    static int run(CommandSpec spec, String[] words, OutputStream output, OutputStream errors, Body body) {
        try (var out = stream(output);
                var err = stream(errors)) {
            var command = new CommandLine(spec);
            try {
                var arguments = command.parseArgs(words);
                if (arguments.hasMatchedOption("--help")) {
                    out.print(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
                    return DONE;
                }
                return body.run(arguments, out, err);
            } catch (ParameterException e) {
                err.println(e.getMessage());
                err.print(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
                return USAGE;
            } catch (CorruptSSTableException | CorruptManifestException e) {
                out.flush();
                err.println(e.getMessage());
                return DAMAGED;
            } catch (NoSuchFileException e) {
                out.flush();
                err.println(e.getFile() + ": no such file");
                return USAGE;
            } catch (IOException e) {
                out.flush();
                err.println(e.getMessage());
                return USAGE;
            }
        }
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(new BufferedOutputStream(out, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    /// What is done with an open file.
    interface FileBody {
        void run(SSTable sstable) throws IOException;
    }

    /// Opens a file for reading, and closes it.
    ///
    /// @throws CorruptSSTableException it is damaged; also where its checksums hold and what they cover makes no
    /// sense
    static void with(Path path, FileBody body) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        var absolute = path.toAbsolutePath().normalize();
        var disk = new SystemDisk(absolute.getParent());
        try (var cache = new BlockCache(CACHE_BYTES, Runnable::run)) {
            var sstable = SSTable.open(disk, absolute.getFileName().toString(), cache);
            try {
                body.run(sstable);
            } catch (MalformedBytesException
                    | CqlException
                    | IllegalStateException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException e) {
                throw new CorruptSSTableException(sstable.path(), 0, "what it holds makes no sense: " + e, e);
            } finally {
                sstable.release();
            }
        }
    }
}
