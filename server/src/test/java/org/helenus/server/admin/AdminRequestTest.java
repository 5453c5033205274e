package org.helenus.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminRequestTest {
    private static Optional<AdminRequest> read(String text) throws IOException, AdminException {
        return AdminRequest.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), () -> false);
    }

    @Test
    void aRequestIsItsHead() throws Exception {
        var request = read("POST /v1/compact?of=shop.orders&of=shop.a+b&file=%2Fd%C3%A9 HTTP/1.1\r\n"
                        + "Host: here\r\nAUTHORIZATION:  Bearer secret \r\nContent-Length: 0\r\n\r\nwhat comes behind")
                .orElseThrow();
        assertThat(request)
                .isEqualTo(new AdminRequest(
                        "POST",
                        "/v1/compact",
                        Map.of("of", List.of("shop.orders", "shop.a b"), "file", List.of("/dé")),
                        Optional.of("secret")));
        assertThat(read("GET / HTTP/1.0\r\n\r\n")).contains(new AdminRequest("GET", "/", Map.of(), Optional.empty()));
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1                             | the request ends early",
                "GET /\\r\\n\\r\\n                          | the request cannot be understood",
                "GET / SPDY/3\\r\\n\\r\\n                   | the request cannot be understood",
                "GET nowhere HTTP/1.1\\r\\n\\r\\n           | the request cannot be understood",
                "GET / HTTP/1.1\\r\\nno colon\\r\\n\\r\\n    | the request cannot be understood",
                "GET /?a HTTP/1.1\\r\\n\\r\\n               | 'a' is not name=value",
                "GET /?=a HTTP/1.1\\r\\n\\r\\n              | '=a' is not name=value",
                "GET /?a=%zz HTTP/1.1\\r\\n\\r\\n           | 'a=%zz' is not encoded as in a URL",
                "POST / HTTP/1.1\\r\\nContent-Length: 5\\r\\n\\r\\n | a request has no body",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | a request has no body",
            })
    void whatIsNoneIsRefused(String text, String because) {
        assertThatThrownBy(() -> read(text.replace("\\r\\n", "\r\n")))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining(because);
    }

    @Test
    void aHeadWithoutAnEndIsNotKept() {
        assertThatThrownBy(() -> read("GET /?a=" + "x".repeat(AdminRequest.MAX_BYTES)))
                .isInstanceOf(AdminException.class)
                .hasMessage("the request is longer than 262144 bytes");
    }

    @Test
    void aHeadThatTakesItsTimeIsNotWaitedFor() {
        var looks = new AtomicInteger();
        var drops = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                into[offset] = 'x';
                return 1;
            }
        };
        assertThatThrownBy(() -> AdminRequest.read(drops, () -> looks.incrementAndGet() > 7))
                .isInstanceOf(AdminException.class)
                .hasMessage("the request comes too slowly");
        assertThat(looks).hasValue(8);
    }

    @Test
    void parametersAreWhatTheyShouldBe() throws Exception {
        var request =
                read("GET /x?n=7&t=true&f=no&many=1&many=2 HTTP/1.1\r\n\r\n").orElseThrow();
        assertThat(request.number("n", 0, 7)).isEqualTo(7);
        assertThat(request.flag("t")).isTrue();
        assertThat(request.flag("absent")).isFalse();
        assertThat(request.all("many")).containsExactly("1", "2");
        request.allowOnly("n", "t", "f", "many");
        assertThatThrownBy(() -> request.allowOnly("n", "t", "f")).hasMessage("'many' is not known at GET /x");
        assertThatThrownBy(() -> request.number("n", 0, 6)).hasMessage("'n' is between 0 and 6, not 7");
        assertThatThrownBy(() -> request.number("t", 0, 6)).hasMessage("'t' is a whole number, not 'true'");
        assertThatThrownBy(() -> request.flag("f")).hasMessage("'f' is true or false, not 'no'");
        assertThatThrownBy(() -> request.one("many")).hasMessage("'many' is there 2 times");
        assertThatThrownBy(() -> request.one("absent")).hasMessage("'absent' is missing");
    }
}
