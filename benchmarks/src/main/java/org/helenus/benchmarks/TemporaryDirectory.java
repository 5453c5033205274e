package org.helenus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A new directory for the data of one run, gone with all that is in it when it is closed.
public final class TemporaryDirectory implements AutoCloseable {
    private final Path path;

    public TemporaryDirectory() throws IOException {
        path = Files.createTempDirectory("helenus-bench");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (var paths = Files.walk(path)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.delete(one);
        }
    }
}
