package org.helenus.tools.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.helenus.tools.shell.TextTestFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class SSTableToolsTest {
    @TempDir
    Path directory;

    private record Result(int exitCode, String out, String err) {}

    @TestFactory
    Stream<DynamicTest> tools() throws IOException {
        var data = new TestData(Files.createTempDirectory("sstables"));
        return TextTestFile.tests("../sstable/tools.txt", test -> {
            var words = test.directive()
                    .replace("EVENTS", data.events.toString())
                    .replace("SIMPLE", data.simple.toString())
                    .replace("DATA", data.directory.toString())
                    .split(" ");
            var result = run(words);
            return (result.out + result.err)
                            .replace(data.events.toString().replace(".sst", ""), "EVENTS")
                            .replace(data.simple.toString().replace(".sst", ""), "SIMPLE")
                            .replace(data.directory.toString(), "DATA")
                            .replaceAll(
                                    "(?m)^(File size|Uncompressed size|Size|Index size|Compression ratio): .*", "$1: N")
                            .replaceAll("\\(\\d+ bytes\\)", "(N bytes)")
                            .replaceAll("(?m)^$", "·")
                            .replaceAll("·$", "")
                    + "exit code " + result.exitCode;
        });
    }

    private static Result run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);
        long now = TestData.SECONDS + 30;
        int exitCode = switch (words[0]) {
            case "sstabledump" -> SSTableDump.run(arguments, out, err, now);
            case "sstablemetadata" -> SSTableMetadata.run(arguments, out, err, now, ZoneOffset.UTC);
            case "sstableverify" -> SSTableVerify.run(arguments, out, err);
            case "commitlog-dump" -> CommitLogDump.run(arguments, out, err);
            default -> throw new IllegalArgumentException(words[0]);
        };
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Records behind the damage are printed; damage where all was synced is exit code 2.
    @Test
    void aDamagedRecordOfTheLogIsTold() throws IOException {
        new TestData(directory);
        var file = directory.resolve("commitlog/commitlog-0000000000000001.log");
        byte[] whole = Files.readAllBytes(file);
        var text = run("commitlog-dump", directory.toString()).out;
        long records = text.lines().filter(line -> line.contains("mutation,")).count();
        assertThat(records).isGreaterThan(1);
        byte[] damaged = whole.clone();
        damaged[48 + 20] ^= 1;
        Files.write(file, damaged);
        var result = run("commitlog-dump", file.toString());
        assertThat(result.exitCode).isEqualTo(Tool.DAMAGED);
        assertThat(result.out).contains("        48  checksum bad: no whole record, though all below ");
        assertThat(result.out.lines().filter(line -> line.contains("mutation,")))
                .hasSize((int) records - 1);
        assertThat(run("commitlog-dump", "-f", "json", file.toString()).out)
                .contains("\"offset\" : 48, \"checksum\" : \"bad\"");
        Files.write(file, Arrays.copyOf(whole, 40));
        assertThat(run("commitlog-dump", file.toString()))
                .isEqualTo(new Result(
                        Tool.DAMAGED,
                        "commit log segment commitlog-0000000000000001.log is damaged at byte 40: "
                                + "the header is cut off\n",
                        ""));
    }

    /// Every tool says in one sentence which file is damaged where, and ends with exit code 2.
    @Test
    void aFlippedBitIsOneSentence() throws IOException {
        var file = new TestData(directory).events;
        byte[] whole = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file, damaged);
            var verified = run("sstableverify", file.toString());
            assertThat(verified.exitCode).as("byte %d", at).isEqualTo(Tool.DAMAGED);
            assertThat(verified.err).matches("(?s)corrupt SSTable " + name + " at byte \\d+: [^\n]+\n");
            for (String tool : new String[] {"sstabledump", "sstablemetadata"}) {
                var result = run(tool, file.toString());
                if (result.exitCode != Tool.DONE) {
                    assertThat(result.exitCode).isEqualTo(Tool.DAMAGED);
                    assertThat(result.err).matches("(?s)corrupt SSTable " + name + " at byte \\d+: [^\n]+\n");
                }
            }
        }
    }

    @Test
    void aFileThatIsCutOffOrGarbageIsOneSentence() throws IOException {
        var file = new TestData(directory).events;
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(1);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertDamaged(file);
            var garbage = new byte[length];
            random.nextBytes(garbage);
            Files.write(file, garbage);
            assertDamaged(file);
        }
    }

    private static void assertDamaged(Path file) {
        for (String tool : new String[] {"sstabledump", "sstablemetadata", "sstableverify"}) {
            var result = run(tool, file.toString());
            assertThat(result.exitCode).isEqualTo(Tool.DAMAGED);
            assertThat(result.err).matches("(?s)corrupt SSTable \\w+\\.sst at byte \\d+: [^\n]+\n");
        }
    }

    @Test
    void verifyTellsOfMissingAndExchangedFilesAndGoesOn() throws IOException {
        var data = new TestData(directory);
        Files.move(data.events, data.simple, StandardCopyOption.REPLACE_EXISTING);
        var missing = run("sstableverify", "--data", directory.toString(), "ks", "events");
        assertThat(missing.exitCode).isEqualTo(Tool.DAMAGED);
        assertThat(missing.err).isEqualTo(data.events + " is missing: the manifest names it as live\n");
        var exchanged = run("sstableverify", "--data", directory.toString(), "ks", "simple");
        assertThat(exchanged.exitCode).isEqualTo(Tool.DAMAGED);
        assertThat(exchanged.err).contains("is another file by its content");
    }
}
