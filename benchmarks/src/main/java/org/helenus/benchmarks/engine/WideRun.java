package org.helenus.benchmarks.engine;

import java.nio.file.Path;

/// The second shape in a process of its own: all entries of KV116 as rows of one partition, on our engine.
public final class WideRun {
    private WideRun() {}

    /// Runs the phases; see [EngineRun#runWide]. Arguments: an empty directory, the number of entries.
    public static void main(String[] args) throws Exception {
        EngineRun.runWide(Path.of(args[0]), Long.parseLong(args[1]), HelenusSide::openWide, System.out);
    }
}
