package org.helenus.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `bin/bench engine`: our engine and RocksDB under the same work, each run in a process of its own, in turns.
///
/// Prints a line for each [Bar], from the medians of all rounds, and exits with 1 when one is short, with 2 when a run
/// failed or the command line is wrong. CPU per operation is what is judged, because it holds on a busy machine; the
/// turns let both sides meet the same neighbours.
public final class EngineBench {
    private static final String OURS = HelenusSide.class.getName();
    private static final String WIDE = WideRun.class.getName();
    private static final String PEER = "org.helenus.benchmarks.rocksdb.RocksSide";

    private final EngineBenchOptions options;
    private final Map<String, List<Double>> ours = new LinkedHashMap<>();
    private final Map<String, List<Double>> peers = new LinkedHashMap<>();

    private EngineBench(EngineBenchOptions options) {
        this.options = options;
    }

    /// See [EngineBenchOptions].
    public static void main(String[] args) throws Exception {
        EngineBenchOptions options;
        try {
            options = EngineBenchOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(new EngineBench(options).run() ? 0 : 1);
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "KV116, %,d entries, %d rounds; name: ours, theirs, ratio%n", options.entries(), options.rounds());
        for (int round = 1; round <= options.rounds(); round++) {
            side(OURS, ours);
            side(PEER, peers);
            side(WIDE, ours);
        }
        Map<String, Double> mine = medians(ours);
        Map<String, Double> theirs = medians(peers);
        boolean all = true;
        for (Bar bar : Bar.ALL) {
            Bar.Line line = bar.judge(mine, theirs);
            System.out.println(line.text());
            all &= line.holds();
        }
        return all;
    }

    private void side(String main, Map<String, List<Double>> figures) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("helenus-bench");
        try {
            Process process = new ProcessBuilder(command(main, directory))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int space = line.indexOf(' ');
                    figures.computeIfAbsent(line.substring(0, space), name -> new ArrayList<>())
                            .add(Double.valueOf(line.substring(space + 1)));
                }
            } finally {
                process.destroy();
            }
            if (process.waitFor() != 0) {
                throw new IOException(main + " ended with exit code " + process.exitValue());
            }
        } finally {
            delete(directory);
        }
    }

    /// This process's own JVM and options, so that both sides and the product run under the same.
    private List<String> command(String main, Path directory) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(directory.toString(), Long.toString(options.entries())));
        return command;
    }

    private static Map<String, Double> medians(Map<String, List<Double>> figures) {
        var medians = new LinkedHashMap<String, Double>();
        figures.forEach((name, all) -> medians.put(name, median(all)));
        return medians;
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
