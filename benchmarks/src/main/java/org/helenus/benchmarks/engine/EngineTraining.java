package org.helenus.benchmarks.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A small run of our side, for the JVM to watch: what it loads and learns goes into the cache that the benchmarks
/// begin with, as the server's [org.helenus.server.StartupTraining] does for the server. Nothing is measured here.
public final class EngineTraining {
    private static final long ENTRIES = 500_000;

    private EngineTraining() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("helenus-bench-training");
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            EngineRun.run(directory.resolve("partitions"), ENTRIES, HelenusSide::open, nowhere);
            EngineRun.runWide(directory.resolve("wide"), ENTRIES / 5, HelenusSide::openWide, nowhere);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (var paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
