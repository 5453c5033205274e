package org.helenus.tools.sstable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.commitlog.CorruptCommitLogException;
import org.helenus.storage.commitlog.SegmentFormat;
import org.helenus.storage.commitlog.SegmentReader;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.manifest.ManifestState;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The main class of `bin/commitlog-dump`: prints the records of the commit log, of a whole data directory or of
/// single segments, without a server and without its lock, also beside a server that runs. It changes nothing.
public final class CommitLogDump {
    private static final String LOG = "commitlog";

    private final LogRecordText text;
    private final boolean json;
    private final PrintStream out;
    private final byte[] window = SegmentReader.newWindow();
    private int damaged;

    private CommitLogDump(Optional<ManifestState> manifest, boolean json, PrintStream out) {
        text = new LogRecordText(manifest);
        this.json = json;
        this.out = out;
    }

    public static void main(String[] words) {
        Tool.main(spec(), words, CommitLogDump::dump);
    }

    static int run(String[] words, OutputStream out, OutputStream err) {
        return Tool.run(spec(), words, out, err, CommitLogDump::dump);
    }

    private static CommandSpec spec() {
        var spec = Tool.spec(
                "commitlog-dump",
                "Prints the records of the commit log. Needs no server, and changes nothing.",
                "[options] <data directory> | <segment>...");
        Tool.value(spec, "FORMAT", "text, or json: one object a line (default: text)", "-f", "--format");
        Tool.arguments(spec, "file");
        spec.usageMessage()
                .footer(
                        "",
                        "Of a data directory, tables and keys are told by name, and which generations are flushed.",
                        "Exit codes: 0 all is whole, 1 wrong usage, 2 a record is damaged that was known to be synced.");
        return spec;
    }

    private static int dump(ParseResult arguments, PrintStream out, PrintStream err) throws IOException {
        var words = Tool.arguments(arguments);
        String format = arguments.matchedOptionValue("-f", "text");
        var command = arguments.commandSpec().commandLine();
        if (!format.equals("text") && !format.equals("json")) {
            throw new ParameterException(command, "'" + format + "' is neither text nor json");
        }
        boolean json = format.equals("json");
        var first = Path.of(words.getFirst());
        if (words.size() == 1 && Files.isDirectory(first)) {
            var disk = new SystemDisk(first);
            if (!DataDirectory.is(disk)) {
                throw new ParameterException(command, first + " is not a data directory");
            }
            var state = DataDirectory.read(disk);
            var dump = new CommitLogDump(Optional.of(state), json, out);
            for (String name : disk.list(LOG)) {
                var sequence = SegmentFormat.sequenceOf(name);
                if (sequence.isPresent()) {
                    dump.segment(disk, LOG + "/" + name, sequence.getAsLong() <= state.retiredLog());
                }
            }
            return dump.exitCode();
        }
        var dump = new CommitLogDump(Optional.empty(), json, out);
        for (String word : words) {
            var file = Path.of(word).toAbsolutePath().normalize();
            dump.segment(new SystemDisk(file.getParent()), file.getFileName().toString(), false);
        }
        return dump.exitCode();
    }

    private int exitCode() {
        return damaged > 0 ? Tool.DAMAGED : Tool.DONE;
    }

    private void segment(SystemDisk disk, String path, boolean retired) throws IOException {
        try (var reader = SegmentReader.open(disk, path, window)) {
            begin(reader, retired);
            while (true) {
                while (reader.nextRecord()) {
                    record(reader);
                }
                if (reader.end() != SegmentReader.End.OPEN) {
                    return;
                }
                var behind = reader.behind();
                stop(reader, behind);
                if (behind.resume().isEmpty()) {
                    return;
                }
                reader.resumeAt(behind.resume().get());
            }
        } catch (CorruptCommitLogException e) {
            damaged++;
            if (json) {
                json().shortObject()
                        .field("file", path)
                        .field("checksum", "bad")
                        .field("error", e.getMessage())
                        .end();
                out.print('\n');
            } else {
                out.print(e.getMessage() + "\n");
            }
        }
    }

    private void begin(SegmentReader reader, boolean retired) {
        var header = reader.header();
        if (json) {
            json().shortObject()
                    .field("file", reader.file())
                    .field("segment", header.sequence())
                    .field("id", header.id().toString())
                    .field("size", header.size())
                    .field("retired", retired)
                    .end();
            out.print('\n');
        } else {
            out.print(reader.file() + ": segment " + header.sequence() + ", id " + header.id() + ", " + header.size()
                    + " bytes" + (retired ? ", retired" : "") + "\n");
        }
    }

    private void record(SegmentReader reader) {
        var partitions = new ArrayList<LogRecordText.Partition>();
        Optional<String> error = Optional.empty();
        if (reader.kind().equals("mutation")) {
            try {
                partitions.addAll(text.partitions(reader.array(), reader.bodyOffset(), reader.bodyLength()));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                // Its checksum is right, so it was written like this.
                error = Optional.of("no mutation: " + e.getMessage());
                damaged++;
            }
        }
        if (json) {
            printJson(reader, partitions, error);
        } else {
            print(reader, partitions, error);
        }
    }

    private void print(SegmentReader reader, List<LogRecordText.Partition> partitions, Optional<String> error) {
        out.print("%10d  %s, %d bytes, synced below %d, checksum ok\n"
                .formatted(reader.recordOffset(), reader.kind(), reader.bodyLength(), reader.knownSynced()));
        for (var partition : partitions) {
            out.print("            " + LogRecordText.line(partition) + "\n");
        }
        error.ifPresent(what -> out.print("            " + what + "\n"));
    }

    private void printJson(SegmentReader reader, List<LogRecordText.Partition> partitions, Optional<String> error) {
        var json = json().shortObject()
                .field("segment", reader.header().sequence())
                .field("offset", reader.recordOffset())
                .field("kind", reader.kind())
                .field("size", reader.bodyLength())
                .field("synced", reader.knownSynced())
                .field("checksum", "ok");
        if (!partitions.isEmpty()) {
            json.name("partitions").shortArray();
            for (var partition : partitions) {
                json.shortObject()
                        .field("table", partition.table())
                        .field("generation", partition.generation())
                        .field("flushed", partition.flushed());
                json.name("key").shortArray();
                partition.key().forEach(json::text);
                json.end().field("rows", partition.rows()).field("deletions", partition.rangeDeletions());
                if (partition.minTimestamp() <= partition.maxTimestamp()) {
                    json.field("minTimestamp", partition.minTimestamp())
                            .field("maxTimestamp", partition.maxTimestamp());
                }
                json.end();
            }
            json.end();
        }
        error.ifPresent(what -> json.field("error", what));
        json.end();
        out.print('\n');
    }

    /// A place without a whole record: the log's end, a record that was being written, or damage.
    private void stop(SegmentReader reader, SegmentReader.Behind behind) {
        boolean isDamage = behind.known() > reader.offset();
        damaged += isDamage ? 1 : 0;
        if (json) {
            var json = json().shortObject()
                    .field("segment", reader.header().sequence())
                    .field("offset", reader.offset())
                    .field("checksum", isDamage ? "bad" : "none");
            if (isDamage) {
                json.field("synced", behind.known());
            }
            behind.resume().ifPresent(place -> json.field("resume", place));
            json.end();
            out.print('\n');
        } else {
            String what = isDamage
                    ? "checksum bad: no whole record, though all below " + behind.known() + " was synced"
                    : "no whole record: the log ends here";
            String more = behind.resume().map(place -> "; goes on at " + place).orElse("");
            out.print("%10d  %s%s\n".formatted(reader.offset(), what, more));
        }
    }

    private Json json() {
        return new Json(out, false);
    }
}
