package org.helenus.tools.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.helenus.schema.Schema;
import org.helenus.schema.error.CqlException;
import org.helenus.storage.Clock;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.SystemClock;
import org.helenus.storage.disk.CountingDisk;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskLockedException;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.SSTable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The main class of `bin/sstableloader`.
public final class SSTableLoader {
    static final int DONE = 0;
    static final int USAGE = 1;
    static final int FAILED = 2;
    static final int REFUSED = 3;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;
    private final RandomGenerator random;

    private SSTableLoader(InputStream in, PrintStream out, PrintStream err, Clock clock, RandomGenerator random) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.random = random;
    }

    public static void main(String[] words) {
        System.exit(run(
                words,
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                new SystemClock(),
                new SecureRandom()));
    }

    /// The whole program but for its end.
    static int run(
            String[] words,
            InputStream input,
            OutputStream output,
            OutputStream errors,
            Clock clock,
            RandomGenerator random) {
        try (var out = new PrintStream(output, true, StandardCharsets.UTF_8);
                var err = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            var command = new CommandLine(LoadArguments.spec());
            try {
                var given = command.parseArgs(words);
                if (given.isUsageHelpRequested()) {
                    out.print(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
                    return DONE;
                }
                return new SSTableLoader(input, out, err, clock, random).run(LoadArguments.plan(given));
            } catch (ParameterException e) {
                err.println(e.getMessage());
                err.println("sstableloader --help tells more");
                return USAGE;
            } catch (NoSuchFileException e) {
                err.println(e.getFile() + ": no such file");
                return FAILED;
            } catch (IOException | CqlException e) {
                err.println(e.getMessage());
                return FAILED;
            }
        }
    }

    private int run(LoadPlan plan) throws IOException {
        boolean files = plan.sources().stream().anyMatch(StagedFiles::isOne);
        if (files && !plan.sources().stream().allMatch(StagedFiles::isOne)) {
            throw new LoadFailedException("either CSV or SSTables, not both at once");
        }
        for (String source : plan.sources()) {
            if (!source.equals("-") && !Files.exists(java.nio.file.Path.of(source))) {
                throw new NoSuchFileException(source);
            }
        }
        if (plan.compares()) {
            new LoadComparison(plan, out, err, clock, random).run();
            return DONE;
        }
        try (var target = target(plan)) {
            if (files) {
                long bytes = StagedFiles.copy(plan.sources(), target.disk(), target.directory());
                String where = target.bringIn();
                out.printf(Locale.ROOT, "%s: %s copied; SSTables: %s%n", name(plan), size(bytes), where);
                return DONE;
            }
            return csv(plan, target);
        }
    }

    private LoadTarget target(LoadPlan plan) throws IOException {
        if (plan.output().isEmpty()) {
            if (!Files.isDirectory(plan.data()) && plan.schema().isEmpty()) {
                throw new LoadFailedException(plan.data() + " is not a data directory; --data names it");
            }
            var disk = new SystemDisk(plan.data());
            try {
                return StoppedNode.open(disk, plan, clock, random);
            } catch (DiskLockedException _) {
                return RunningNode.open(disk, plan, random);
            }
        }
        Schema schema = Schema.EMPTY;
        if (Files.isDirectory(plan.data())) {
            Disk data = new SystemDisk(plan.data());
            schema = DataDirectory.is(data) ? DataDirectory.read(data).schema() : schema;
        }
        schema = schema.apply(StoppedNode.missing(plan, schema, clock));
        return FileTarget.create(
                StoppedNode.table(plan, schema), new SystemDisk(plan.output().get()));
    }

    private int csv(LoadPlan plan, LoadTarget target) throws IOException {
        long cpu = PROCESS.getProcessCpuTime();
        var counting = new CountingDisk(target.disk(), _ -> true);
        try (var refusedFile = Refused.open(plan.refused())) {
            var refusals = new Refusals(
                    plan.mostRefused(), err, refusedFile.writer(), plan.csv().format());
            long lines;
            int count;
            long runBytes;
            try (var load = new CsvLoad(
                    target.table(),
                    plan.csv(),
                    refusals,
                    counting,
                    target.directory(),
                    target.runs(),
                    plan.memoryBytes(),
                    clock,
                    random)) {
                for (String source : plan.sources()) {
                    try (var text = TextSource.open(source, in)) {
                        load.add(source.equals("-") ? "input" : source, text);
                    }
                }
                List<SSTable> files = load.finish();
                files.forEach(SSTable::release);
                count = files.size();
                lines = load.lines();
                runBytes = load.runBytes();
            }
            String where = count == 0 ? "none" : target.bringIn();
            cpu = PROCESS.getProcessCpuTime() - cpu;
            long loaded = lines - refusals.count();
            out.printf(
                    Locale.ROOT,
                    "%s: %,d rows loaded, %,d refused; SSTables: %s%n"
                            + "%.2f us of CPU and %.1f bytes written for each row (%s for sorting)%n",
                    name(plan),
                    loaded,
                    refusals.count(),
                    where,
                    cpu / 1000.0 / Math.max(1, loaded),
                    (double) counting.bytesWritten() / Math.max(1, loaded),
                    size(runBytes));
            return refusals.count() > 0 ? REFUSED : DONE;
        }
    }

    private record Refused(Optional<BufferedWriter> file) implements AutoCloseable {
        static Refused open(Optional<java.nio.file.Path> path) throws IOException {
            return new Refused(path.isPresent() ? Optional.of(Files.newBufferedWriter(path.get())) : Optional.empty());
        }

        Optional<Appendable> writer() {
            return file.map(writer -> writer);
        }

        @Override
        public void close() throws IOException {
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }

    private static String name(LoadPlan plan) {
        return plan.keyspace() + "." + plan.table();
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? bytes + " B" : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
