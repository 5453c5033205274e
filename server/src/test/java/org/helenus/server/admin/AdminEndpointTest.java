package org.helenus.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.helenus.server.HelenusServer;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminEndpointTest {
    @TempDir
    Path directory;

    private HelenusServer serve(String settings) throws IOException, ConfigException {
        return HelenusServer.builder()
                .settings(ConfigFile.parse(settings, "test"))
                .port(0)
                .dataDirectory(directory)
                .start();
    }

    private String[] left() throws IOException {
        return Files.readString(directory.resolve("admin-endpoint")).strip().split(" ", -1);
    }

    /// The answer's status and body.
    private static String ask(HelenusServer server, String request) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server.adminAddress().orElseThrow());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12) + " "
                    + answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
        }
    }

    private String authorized(HelenusServer server, String line) throws IOException {
        return ask(server, line + " HTTP/1.1\r\nAuthorization: Bearer " + left()[2] + "\r\n\r\n");
    }

    @Test
    void onlyWhoKnowsTheTokenIsAnswered() throws Exception {
        try (var server = serve("admin_port: 0\n")) {
            var unknown = "401 {\"error\":\"the token is missing or wrong\"}";
            assertThat(ask(server, "GET /v1/node HTTP/1.1\r\n\r\n")).isEqualTo(unknown);
            assertThat(ask(server, "GET /v1/node HTTP/1.1\r\nAuthorization: Bearer \r\n\r\n"))
                    .isEqualTo(unknown);
            assertThat(ask(server, "POST /v1/drain HTTP/1.1\r\nAuthorization: Basic " + left()[2] + "\r\n\r\n"))
                    .isEqualTo(unknown);
            assertThat(ask(server, "POST /v1/drain HTTP/1.1\r\nAuthorization: Bearer " + left()[2] + "0\r\n\r\n"))
                    .isEqualTo(unknown);
            assertThat(authorized(server, "GET /v1/node")).startsWith("200 {\"cluster\":\"Test Cluster\"");
        }
    }

    @Test
    void whatIsNotThereIsRefused() throws Exception {
        try (var server = serve("admin_port: 0\n")) {
            assertThat(authorized(server, "GET /v1/nothing")).startsWith("404 {\"error\":\"there is nothing at GET");
            assertThat(authorized(server, "POST /v1/node")).startsWith("404 {\"error\":\"there is nothing at POST");
            assertThat(authorized(server, "DELETE /v1/node")).startsWith("405 ");
            assertThat(authorized(server, "POST /v1/flush?table=a"))
                    .isEqualTo("400 {\"error\":\"'table' is not known at POST /v1/flush\"}");
            assertThat(authorized(server, "POST /v1/flush?of=a.b.c"))
                    .isEqualTo("400 {\"error\":\"Unknown keyspace/cf pair (a.b.c)\"}");
            assertThat(authorized(server, "GET /v1/sstables?of=a&key=1")).startsWith("400 ");
            assertThat(authorized(server, "POST /v1/compactions/throughput?bytes=-1"))
                    .startsWith("400 ");
            assertThat(ask(server, "nonsense\r\n\r\n")).startsWith("400 ");
        }
    }

    @Test
    void theAddressIsTheOwnersAloneAndGoesWithTheNode() throws Exception {
        String first;
        try (var server = serve("admin_port: 0\n")) {
            var file = directory.resolve("admin-endpoint");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(left()[0]).isEqualTo(InetAddress.getLoopbackAddress().getHostAddress());
            assertThat(left()[1])
                    .isEqualTo(
                            Integer.toString(server.adminAddress().orElseThrow().getPort()));
            assertThat(left()[2]).hasSize(64);
            first = left()[2];
        }
        assertThat(directory.resolve("admin-endpoint")).doesNotExist();
        try (var _ = serve("admin_port: 0\n")) {
            assertThat(left()[2]).isNotEqualTo(first);
        }
    }

    @Test
    void whereThePortIsTakenAnotherServes() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = serve("admin_port: " + taken.getLocalPort() + "\n")) {
            assertThat(server.adminAddress().orElseThrow().getPort()).isNotEqualTo(taken.getLocalPort());
            assertThat(authorized(server, "GET /v1/pools")).startsWith("200 ");
        }
    }

    @Test
    void whoWantsNoneHasNone() throws Exception {
        try (var server = serve("admin_port: -1\n")) {
            assertThat(server.adminAddress()).isEmpty();
            assertThat(directory.resolve("admin-endpoint")).doesNotExist();
        }
        try (var server = HelenusServer.builder().inMemory().port(0).start()) {
            assertThat(server.adminAddress()).isEmpty();
        }
    }
}
