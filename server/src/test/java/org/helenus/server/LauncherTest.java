package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.server.Launcher.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What whoever starts the process sees: an exit code and one sentence, or a server.
class LauncherTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Launch launch(String... args) {
        return new Launcher(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .launch(args);
    }

    private void refused(ExitCode code, String sentence, String... args) {
        assertThat(launch(args)).isEqualTo(new Launch.Ended(code));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("helenus: ")
                .contains(sentence)
                .hasLineCount(1)
                .doesNotContain("Exception", "\tat ");
        err.reset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 1 | unknown argument '--prot'",
                "--port | --port needs a value",
                "--port many | --port: 'many' is not a number",
                "--port 65536 | --port: 65536 is not between 0 and 65535",
                "--port= | --port needs a value",
                "serve | unknown argument 'serve'",
            })
    void aWrongCommandLine(String args, String sentence) {
        refused(ExitCode.USAGE, sentence, args.split(" ", -1));
    }

    @Test
    void helpAndVersion() {
        assertThat(launch("--help")).isEqualTo(new Launch.Ended(ExitCode.OK));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--config FILE", "Exit codes: 0 stopped");
        assertThat(launch("--version")).isEqualTo(new Launch.Ended(ExitCode.OK));
        assertThat(err.size()).isZero();
    }

    @Test
    void aWrongConfiguration() throws IOException {
        var file = directory.resolve("wrong.yaml");
        Files.writeString(file, "native_transport_prot: 1\n");
        refused(
                ExitCode.CONFIGURATION,
                file + ":1: unknown setting native_transport_prot; did you mean native_transport_port?",
                "--config",
                file.toString());
        refused(ExitCode.CONFIGURATION, "There is no configuration file", "--config", directory + "/none.yaml");
    }

    @Test
    void limitsThatDoNotFitEachOther() throws IOException {
        var file = directory.resolve("limits.yaml");
        Files.writeString(file, "commitlog_segment_size: 16MiB\n");
        refused(
                ExitCode.CONFIGURATION,
                "The settings do not fit together: max_mutation_size is 15728640 bytes, and with this"
                        + " commitlog_segment_size",
                "--port",
                "0",
                "--config",
                file.toString(),
                "--data",
                data());
        Files.writeString(file, "native_transport_max_frame_size: 1MiB\n");
        refused(
                ExitCode.CONFIGURATION,
                "a message of native_transport_max_frame_size has at most 1048576",
                "--port",
                "0",
                "--config",
                file.toString(),
                "--data",
                data());
        Files.writeString(file, "native_transport_max_frame_size: 1MiB\nmax_mutation_size: 1MiB\n");
        ((Launch.Running) launch("--port=0", "--config=" + file, "--data=" + data()))
                .server()
                .close();
    }

    @Test
    void aHostThatOthersCanReach() {
        refused(ExitCode.OPEN_TO_OTHERS, "0.0.0.0", "--host", "0.0.0.0", "--data", data());
        refused(ExitCode.ADDRESS, "no such host", "--host", "no.such.host.invalid", "--data", data());
    }

    @Test
    void aDataDirectoryThatIsNone() throws IOException {
        var file = directory.resolve("file");
        Files.writeString(file, "not a directory");
        refused(ExitCode.DATA_DIRECTORY, file.toString(), "--port", "0", "--data", file.toString());
        refused(ExitCode.DATA_DIRECTORY, file.toString(), "--port", "0", "--data", file + "/below");
    }

    @Test
    void aServerThenItsPortThenItsData() throws IOException {
        var running = (Launch.Running) launch("--port", "0", "--data", data());
        try (var server = running.server()) {
            var port = String.valueOf(server.port());
            refused(ExitCode.ADDRESS, "127.0.0.1:" + port, "--port", port, "--data", directory + "/other");
            refused(ExitCode.DATA_IN_USE, "Another process uses the data directory", "--port", "0", "--data", data());
            try (var client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()))) {
                assertThat(client.supported()).containsKey("CQL_VERSION");
            }
        }
        try (var again = ((Launch.Running) launch("--port=0", "--data=" + data())).server()) {
            assertThat(again.port()).isPositive();
        }
    }

    @Test
    void flagsGoBeforeTheFile() throws IOException {
        var file = directory.resolve("helenus.yaml");
        Files.writeString(
                file,
                "rpc_address: 0.0.0.0\nnative_transport_port: 1\nnum_tokens: 16\ndata_file_directories: /nowhere\n");
        try (var server = ((Launch.Running)
                        launch("--config", file.toString(), "--host", "127.0.0.1", "--port", "0", "--data", data()))
                .server()) {
            assertThat(server.address().getHostString()).isEqualTo("127.0.0.1");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("helenus: " + file + ":3: num_tokens is a setting of Cassandra that does nothing here\n");
    }

    private String data() {
        return directory.resolve("data").toString();
    }
}
