package org.helenus.compaction.planted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.luben.zstd.Zstd;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import net.jpountz.lz4.LZ4Factory;
import org.assertj.core.api.Assertions;
import org.helenus.compaction.CompactionTask;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.StorageEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;
import org.slf4j.Logger;
import org.xerial.snappy.Snappy;

/// The suites find the bugs that are kept in `src/test/planted` of storage and compaction: each is compiled into a
/// copy of its class, outside the build, and the suites that it names run on that, in a JVM of their own.
final class PlantedBugsTest {
    private static final Path COMPACTION = Path.of("").toAbsolutePath();
    private static final Path STORAGE = COMPACTION.resolveSibling("storage");
    private static final long SECONDS = 600;

    @TempDir
    Path directory;

    /// Some that are found at once.
    @Test
    void someAreFound() throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        for (var bug : bugs()) {
            if (bug.name().startsWith("quick-")) {
                found.add(find(bug));
            }
        }
        assertThat(found).allSatisfy(result -> assertThat(result).startsWith("FOUND"));
        assertThat(found.size()).isGreaterThanOrEqualTo(4);
    }

    /// A line that was written another way would hide its bug until the next night.
    @Test
    void allFitTheirFiles() throws IOException {
        var stale = new ArrayList<String>();
        for (var bug : bugs()) {
            if (!fits(bug)) {
                stale.add(bug.name());
            }
        }
        assertThat(stale).isEmpty();
    }

    @Tag("nightly")
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = "true",
            disabledReason = "takes minutes: mvn verify -Pnightly")
    @Test
    void allAreFound(TestReporter reporter) throws IOException, InterruptedException {
        var missed = new ArrayList<String>();
        int count = 0;
        for (var bug : bugs()) {
            String result = fits(bug) ? find(bug) : "does not fit its file any more";
            reporter.publishEntry(bug.name(), result);
            count++;
            if (!result.startsWith("FOUND")) {
                missed.add(bug.name() + ": " + result);
            }
        }
        assertThat(missed).isEmpty();
        assertThat(count).isGreaterThanOrEqualTo(20);
    }

    /// A suite that is red by itself, or does not run at all, finds every bug.
    @Tag("nightly")
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = "true",
            disabledReason = "takes minutes: mvn verify -Pnightly")
    @Test
    void withoutABugNothingIsFound() throws IOException, InterruptedException {
        var tried = new HashSet<String>();
        for (var bug : bugs()) {
            for (String suite : bug.suites()) {
                if (tried.add(suite)) {
                    var none = new PlantedBug(suite, bug.module(), List.of(suite), bug.file(), List.of());
                    assertThat(find(none)).as(suite).startsWith("NOTHING").doesNotEndWith(" 0 tests");
                }
            }
        }
    }

    private static boolean fits(PlantedBug bug) throws IOException {
        try {
            return !bug.source().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static List<PlantedBug> bugs() throws IOException {
        String only = System.getProperty("planted", "");
        var bugs = new ArrayList<PlantedBug>();
        for (Path module : List.of(STORAGE, COMPACTION)) {
            try (var files = Files.list(module.resolve("src/test/planted"))) {
                for (Path file : files.sorted().toList()) {
                    if (file.getFileName().toString().contains(only)) {
                        bugs.add(PlantedBug.read(module, file));
                    }
                }
            }
        }
        return bugs;
    }

    /// `FOUND by …`, or what else came of it.
    private String find(PlantedBug bug) throws IOException, InterruptedException {
        Path classes = Files.createDirectory(directory.resolve(bug.name()));
        Path source = Files.createDirectories(directory
                        .resolve("src-" + bug.name())
                        .resolve(bug.file())
                        .getParent())
                .resolve(Path.of(bug.file()).getFileName());
        Files.writeString(source, bug.source());
        compile(bug.name(), classes, List.of(source));
        var suites = bug.suites().stream()
                .map(suite ->
                        (bug.module().equals(STORAGE) ? "org.helenus.storage." : "org.helenus.compaction.") + suite)
                .toList();
        var sources = suites.stream()
                .map(suite -> bug.module().resolve("src/test/java/" + suite.replace('.', '/') + ".java"))
                .toList();
        Path tests = Files.createDirectories(directory.resolve("tests"));
        compile(bug.name(), tests, sources);
        return run(bug, classes + File.pathSeparator + tests, suites);
    }

    private static void compile(String bug, Path into, List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    into.toString(),
                    "-cp",
                    into + File.pathSeparator + String.join(File.pathSeparator, classPath()),
                    "-sourcepath",
                    STORAGE.resolve("src/test/java") + File.pathSeparator + COMPACTION.resolve("src/test/java"));
            var task =
                    compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
            assertThat(task.call()).as(bug + ": " + messages).isTrue();
        }
    }

    private String run(PlantedBug bug, String first, List<String> suites) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + directory,
                "-Druns=300",
                "-cp",
                first + File.pathSeparator + String.join(File.pathSeparator, classPath()),
                SuiteMain.class.getName()));
        command.addAll(suites);
        Path output = directory.resolve(bug.name() + ".out");
        var process = new ProcessBuilder(command)
                .directory(bug.module().toFile()) // where its suites look for their files
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (hangs(process)) {
            process.destroyForcibly().waitFor();
            return "FOUND by hanging for " + SECONDS + " s";
        }
        var lines = Files.readAllLines(output);
        return lines.stream()
                .filter(line -> line.startsWith("FOUND") || line.startsWith("NOTHING"))
                .map(line -> line.substring(0, Math.min(200, line.length())))
                .findFirst()
                .orElse("no result, exit code " + process.exitValue() + ": " + lines);
    }

    /// Waits for the end of a process; not longer than it takes so much of a processor, or hardly anything of one
    /// for so
    /// long. On a machine that is busy with other things a suite that is well may take its time.
    private static boolean hangs(Process process) throws InterruptedException {
        long before = 0;
        while (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            long used =
                    process.info().totalCpuDuration().map(Duration::toSeconds).orElse(SECONDS);
            if (used >= SECONDS || used - before < SECONDS / 100) {
                return true;
            }
            before = used;
        }
        return false;
    }

    /// Where the classes lie that the suites need, however this test was started.
    private static Set<String> classPath() {
        var places = new LinkedHashSet<String>();
        places.add(STORAGE.resolve("src/test/resources").toString());
        for (var type : List.of(
                SuiteMain.class,
                CompactionTask.class,
                StorageEngine.class,
                TableMetadata.class,
                Test.class,
                ParameterizedTest.class,
                Testable.class,
                TestEngine.class,
                JupiterTestEngine.class,
                Launcher.class,
                AssertionFailedError.class,
                Assertions.class,
                Caffeine.class,
                JsonFactory.class,
                LZ4Factory.class,
                Zstd.class,
                Snappy.class,
                Logger.class)) {
            try {
                places.add(Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return places;
    }
}
