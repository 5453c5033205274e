package org.helenus.benchmarks.engine;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.helenus.benchmarks.TemporaryDirectory;

/// A small run of our side, for the JVM to watch: what it loads and learns goes into the cache that the benchmarks
/// begin with, as the server's [org.helenus.server.StartupTraining] does for the server. Nothing is measured here.
public final class EngineTraining {
    private static final long ENTRIES = 500_000;

    private EngineTraining() {}

    public static void main(String[] args) throws Exception {
        try (var directory = new TemporaryDirectory();
                var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            EngineRun.run(directory.path().resolve("partitions"), ENTRIES, HelenusSide::open, nowhere);
            EngineRun.runWide(directory.path().resolve("wide"), ENTRIES / 5, HelenusSide::openWide, nowhere);
        }
    }
}
