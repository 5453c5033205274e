package org.helenus.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.helenus.protocol.Durability;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Options;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.Ready;
import org.helenus.protocol.message.Startup;
import org.helenus.protocol.message.Supported;
import org.helenus.protocol.message.VoidResult;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ProtocolError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever one client sends, it gets an error or is hung up on, and the others notice nothing.
class BadInputTest {
    private static final Startup STARTUP = new Startup(Map.of("CQL_VERSION", "3.0.0"));
    private static final Query VOID = new Query("void", NativeServerTest.values());

    private TestServer test;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        test = new TestServer();
        client = test.raw();
    }

    @AfterEach
    void othersStillWork() throws IOException {
        try (var other = test.connect()) {
            assertThat(other.query("void").response()).isEqualTo(new VoidResult());
        }
        client.close();
        test.close();
    }

    @ParameterizedTest
    @CsvSource({"66,5", "65,5", "6,6", "7,5", "127,5"})
    void anUnknownVersionIsAnsweredInTheHighestOne(int version, int answered) throws IOException {
        byte[] options = RawClient.frame(4, 3, new Options());
        options[0] = (byte) version;
        client.send(options);
        var received = client.receive();
        assertThat(received.versionByte()).isEqualTo(0x80 | answered);
        assertThat(received.stream()).isEqualTo(3);
        assertThat(error(received)).isInstanceOf(ProtocolError.class);
        assertThat(error(received).getMessage())
                .isEqualTo(
                        version == 6
                                ? "Beta version of the protocol used (6/v6-beta), but USE_BETA flag is unset"
                                : "Invalid or unsupported protocol version (" + version
                                        + "); supported versions are (3/v3, 4/v4, 5/v5, 6/v6-beta)");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aBetaIsSpokenWithThoseWhoSayInEachHeadThatTheyKnow() throws IOException {
        client.sendHex("06 10 0003 05 00000000");
        var supported = client.receive();
        assertThat(supported.versionByte()).isEqualTo(0x86);
        assertThat(supported.flags()).isEqualTo(0x10);
        assertThat(supported.response()).isInstanceOf(Supported.class);
        client.sendHex("06 00 0004 05 00000000");
        assertThat(error(client.receive()).getMessage()).startsWith("Beta version of the protocol used");
        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void versionsOneAndTwoAreRefusedInTheirOwnForm(int version) throws IOException {
        client.sendHex("0" + version + " 00 07 05 00000000");
        byte[] head = client.receiveBytes(8);
        assertThat(HexFormat.of().formatHex(head, 0, 4)).isEqualTo("8" + version + "000700");
        int length = head[6] << 8 | head[7] & 0xff;
        var body = new String(client.receiveBytes(length), 6, length - 6, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body).startsWith("Invalid or unsupported protocol version (" + version + ")");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void nothingButOptionsComesBeforeStartup() throws IOException {
        client.send(RawClient.frame(4, 9, VOID));
        var refused = client.receive();
        assertThat(refused.stream()).isEqualTo(9);
        assertThat(error(refused)).isInstanceOf(ProtocolError.class);
        assertThat(error(refused)).hasMessage("Unexpected message QUERY, expecting STARTUP or OPTIONS");
        client.send(RawClient.frame(4, 1, new Options()));
        assertThat(client.receive().response()).isInstanceOf(Supported.class);
        start(4);
        client.send(RawClient.frame(4, 2, STARTUP));
        assertThat(error(client.receive())).isInstanceOf(ProtocolError.class);
        client.send(RawClient.frame(4, 2, VOID));
        assertThat(client.receive().response()).isInstanceOf(VoidResult.class);
    }

    @Test
    void aVersionOtherThanTheStartedOneIsRefused() throws IOException {
        start(4);
        client.send(RawClient.frame(3, 9, VOID));
        assertThat(error(client.receive()))
                .hasMessage(
                        "Invalid message version. Got 3/v3 but previous messages on this connection had version 4/v4");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void startupSaysWhatIsWrongWithIt() throws IOException {
        assertThat(startupError(4, Map.of())).isEqualTo("Missing value CQL_VERSION in STARTUP message");
        assertThat(startupError(4, Map.of("CQL_VERSION", "2.9")))
                .isEqualTo("CQL version 2.9 is not supported by the binary protocol (supported version are >= 3.0.0)");
        assertThat(startupError(4, Map.of("CQL_VERSION", "3.4.5", "COMPRESSION", "zip")))
                .isEqualTo("Unknown compression algorithm: zip");
        assertThat(startupError(5, Map.of("CQL_VERSION", "3.4.5", "COMPRESSION", "snappy")))
                .contains("snappy");
        start(5);
    }

    private String startupError(int version, Map<String, String> options) throws IOException {
        client.send(RawClient.frame(version, 0, new Startup(options)));
        return error(client.receive()).getMessage();
    }

    @Test
    void anUnknownOpcodeIsAnErrorOfThatRequestAlone() throws IOException {
        start(4);
        client.sendHex("04 00 0005 55 00000002 ffff" + "04 00 0006 08 00000000");
        client.send(RawClient.frame(4, 7, VOID));
        assertThat(error(client.receive())).hasMessage("Unknown opcode 85");
        assertThat(client.receive().stream()).isEqualTo(6);
        var last = client.receive();
        assertThat(last.stream()).isEqualTo(7);
        assertThat(last.response()).isInstanceOf(VoidResult.class);
    }

    @Test
    void aBodyThatEndsTooEarlyIsAnErrorOfThatRequestAlone() throws IOException {
        start(4);
        byte[] whole = RawClient.frame(4, 1, new Query("void", NativeServerTest.values(new byte[3])));
        for (int length = 9; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            cut[8] = (byte) (length - 9);
            client.send(cut);
            assertThat(error(client.receive())).isInstanceOf(ProtocolError.class);
        }
        client.send(whole);
        assertThat(client.receive().response()).isInstanceOf(VoidResult.class);
    }

    @Test
    void aBodyOverTheLimitIsSkippedAndTheStreamGoesOn() throws IOException {
        start(4);
        byte[] large = RawClient.frame(4, 11, new Query("void", NativeServerTest.values(new byte[3 << 20])));
        var after = RawClient.frame(4, 12, VOID);
        client.send(large);
        client.send(after);
        var refused = client.receive();
        assertThat(refused.stream()).isEqualTo(11);
        assertThat(error(refused)).isInstanceOf(InvalidRequest.class);
        assertThat(error(refused))
                .hasMessage("Request is too big: length " + (large.length - 9)
                        + " exceeds maximum allowed length 1048576.");
        assertThat(client.receive().stream()).isEqualTo(12);
    }

    @Test
    void aLengthThatIsNoneEndsTheConnection() throws IOException {
        start(4);
        client.sendHex("04 00 0005 07 80000000");
        assertThat(error(client.receive())).hasMessage("Invalid frame body length: -2147483648");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void framesMayComeInPiecesOfAnySize() throws IOException {
        start(4);
        var two = new ByteWriter();
        two.bytes(RawClient.frame(4, 1, new Query("echo", NativeServerTest.values(new byte[] {1, 2, 3}))));
        two.bytes(RawClient.frame(4, 2, VOID));
        byte[] bytes = two.toArray();
        for (int split = 1; split < bytes.length; split++) {
            client.send(Arrays.copyOf(bytes, split));
            client.send(Arrays.copyOfRange(bytes, split, bytes.length));
            assertThat(client.receive().stream()).isEqualTo(1);
            assertThat(client.receive().stream()).isEqualTo(2);
        }
        for (byte b : bytes) {
            client.send(new byte[] {b});
        }
        assertThat(client.receive().stream()).isEqualTo(1);
        assertThat(client.receive().stream()).isEqualTo(2);
    }

    @Test
    void aBrokenChecksumOfASegmentEndsTheConnection() throws IOException {
        start(5);
        client.sendHex("05 00 00 00 00 00");
        assertThat(error(client.receiveSegmented())).hasMessage("CRC mismatch on the header of a segment");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aCompressedBodyThatLiesIsAnErrorOfThatRequestAlone() throws IOException {
        client.send(RawClient.frame(4, 0, new Startup(Map.of("CQL_VERSION", "3.0.0", "COMPRESSION", "lz4"))));
        assertThat(client.receive().response()).isEqualTo(new Ready());
        for (var body :
                List.of("", "00", "7fffffff 00", "000fffff 1041", "ffffffff 1041", "00000005 1041", "00000001 ff")) {
            var hex = body.replace(" ", "");
            client.sendHex("04 01 0005 07" + HexFormat.of().toHexDigits(hex.length() / 2) + hex);
            assertThat(error(client.receive())).isInstanceOf(ProtocolError.class);
        }
        client.send(RawClient.frame(4, 2, VOID));
        assertThat(client.receive().response()).isInstanceOf(VoidResult.class);
    }

    @Test
    void aCompressedBodyThatNobodyAgreedOnIsAnError() throws IOException {
        start(4);
        client.sendHex("04 01 0005 07 00000005 0000000100");
        assertThat(error(client.receive())).isInstanceOf(ProtocolError.class);
    }

    @Test
    void garbageHurtsNobody() throws IOException {
        var text = System.getProperty("seed", "");
        long seed = text.isEmpty() ? System.nanoTime() : Long.parseLong(text);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            try (var garbage = test.raw()) {
                byte[] bytes = new byte[random.nextInt(1, 300)];
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    garbage.send(RawClient.frame(4, 0, STARTUP));
                    bytes[0] = 4;
                }
                garbage.send(bytes);
                garbage.endOutput();
                while (true) {
                    garbage.receive();
                }
            } catch (EOFException | java.net.SocketException e) {
                assertThat(e).as("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void whoDoesNotStartIsHungUpOn() throws IOException {
        var options = TestServer.limits(1 << 20, 1 << 20, 1 << 20, Duration.ofMillis(100));
        try (var strict = new TestServer(options, Durability.ALWAYS);
                var silent = strict.raw();
                var slow = strict.raw();
                var started = strict.connect()) {
            slow.sendHex("04 00");
            assertThat(silent.isAtEnd()).isTrue();
            assertThat(slow.isAtEnd()).isTrue();
            assertThat(started.query("void").response()).isEqualTo(new VoidResult());
        }
    }

    private void start(int version) throws IOException {
        client.send(RawClient.frame(version, 0, STARTUP));
        assertThat(client.receive().response()).isEqualTo(new Ready());
    }

    private static CqlException error(RawClient.Received received) {
        return ((ErrorResponse) received.response()).error();
    }
}
