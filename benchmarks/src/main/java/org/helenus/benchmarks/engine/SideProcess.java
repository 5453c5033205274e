package org.helenus.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.helenus.benchmarks.TemporaryDirectory;

/// One side of a comparison, run in processes of its own, each in an empty directory that goes with it. A run prints
/// lines `name value`; those of all runs are kept.
public final class SideProcess {
    private final long entries;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    /// @param entries given to each run
    public SideProcess(long entries) {
        this.entries = entries;
    }

    /// Runs a main class and keeps its figures.
    ///
    /// @param more arguments behind the directory and the number of entries
    /// @throws IOException it failed
    public void run(String main, String... more) throws IOException, InterruptedException {
        try (var directory = new TemporaryDirectory()) {
            runIn(directory.path(), main, more);
        }
    }

    /// As [#run], on what is in a directory.
    public void runIn(Path directory, String main, String... more) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(main, directory, more))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
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
    }

    /// This process's own JVM and options, so that both sides and the product run under the same.
    private List<String> command(String main, Path directory, String... more) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(directory.toString(), Long.toString(entries)));
        command.addAll(List.of(more));
        return command;
    }

    /// The median of each figure.
    public Map<String, Double> medians() {
        var medians = new LinkedHashMap<String, Double>();
        figures.forEach((name, all) -> medians.put(name, median(all)));
        return medians;
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
