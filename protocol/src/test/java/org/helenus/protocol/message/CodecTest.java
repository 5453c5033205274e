package org.helenus.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.EnvelopeReader;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.RejectedFrame;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.error.ReadFailure;
import org.helenus.schema.error.ReadTimeout;
import org.helenus.schema.error.WriteTimeout;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.VectorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our own codecs against each other, and against bytes that nobody meant.
class CodecTest {
    private static final int ROUNDS = 1000;
    private static final int MAX_BODY = 1 << 20;

    private final long seed = seed();

    private static long seed() {
        var text = System.getProperty("seed", "");
        return text.isEmpty() ? System.nanoTime() : Long.parseLong(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void whatIsReadIsWhatWasWritten(int version) {
        var messages = new RandomMessages(seed, version, false);
        for (int round = 0; round < ROUNDS; round++) {
            var request = messages.request();
            byte[] body = body(request, version);
            var in = new BodyReader(body, 0, body.length);
            var read = RequestCodec.decode(request.opcode(), version, in);
            assertThat(in.remaining()).isZero();
            assertThat(body(read, version)).as("seed %d: %s", seed, request).isEqualTo(body);

            var response = messages.response();
            var extras = messages.extras();
            if (response instanceof RowsResult rows && rows.skipMetadata()) {
                continue;
            }
            byte[] answer = body(response, extras, version);
            var reader = new BodyReader(answer, 0, answer.length);
            var readExtras = ResponseCodec.decodeExtras(ResponseCodec.flags(extras, version), reader);
            var readResponse = ResponseCodec.decode(response.opcode(), version, reader);
            assertThat(reader.remaining()).isZero();
            assertThat(body(readResponse, readExtras, version))
                    .as("seed %d: %s", seed, response)
                    .isEqualTo(answer);
        }
    }

    @Test
    void errorsThatAnOlderVersionLacksTravelAsTheNearestItHas() {
        for (int version = 3; version <= 5; version++) {
            var messages = new RandomMessages(seed, 5, false);
            for (int round = 0; round < ROUNDS; round++) {
                var error = messages.error();
                byte[] body = body(new ErrorResponse(error), Extras.NONE, version);
                var in = new BodyReader(body, 0, body.length);
                var read = ((ErrorResponse) ResponseCodec.decode(Opcode.ERROR, version, in)).error();
                assertThat(in.remaining()).isZero();
                assertThat(read.getMessage()).isEqualTo(error.getMessage());
                assertThat(read.code()).as("seed %d", seed).isEqualTo(code(error, version));
            }
        }
    }

    /// The table of the specification's versions, written again.
    private static int code(CqlException error, int version) {
        return switch (error.code()) {
            case 0x1300 -> version < 4 ? ReadTimeout.CODE : ReadFailure.CODE;
            case 0x1500 -> version < 4 ? WriteTimeout.CODE : error.code();
            case 0x1400, 0x1600 -> version < 4 ? InvalidRequest.CODE : error.code();
            case 0x1700 -> version < 5 ? WriteTimeout.CODE : error.code();
            default -> error.code();
        };
    }

    @Test
    void typesThatAVersionLacksTravelByTheirClass() {
        var marshal = "org.apache.cassandra.db.marshal.";
        assertThat(hex(NativeType.DURATION, 4)).startsWith("0000");
        assertThat(hex(NativeType.DURATION, 5)).isEqualTo("0015");
        assertThat(hex(NativeType.SMALLINT, 3)).startsWith("0000");
        assertThat(hex(NativeType.SMALLINT, 4)).isEqualTo("0013");
        for (int version = 3; version <= 5; version++) {
            for (var type : NativeType.values()) {
                assertThat(reread(type, version)).isEqualTo(type);
            }
            assertThat(reread(new CustomType("com.example.Shape(x)"), version))
                    .isEqualTo(new CustomType("com.example.Shape(x)"));
            assertThat(reread(
                            new CustomType(marshal + "FrozenType(" + marshal + "ListType(" + marshal + "Int32Type))"),
                            version))
                    .isEqualTo(new ListType(NativeType.INT, false));
            assertThat(reread(
                            new CustomType(marshal + "TupleType(" + marshal + "Int32Type," + marshal + "UTF8Type)"),
                            version))
                    .isEqualTo(new TupleType(List.of(NativeType.INT, NativeType.TEXT)));
            assertThat(reread(new CustomType(marshal + "VectorType(" + marshal + "FloatType , 3)"), version))
                    .isEqualTo(new VectorType(NativeType.FLOAT, 3));
            assertThat(reread(new CustomType(marshal + "VectorType(" + marshal + "FloatType , 0)"), version))
                    .isInstanceOf(CustomType.class);
        }
    }

    private static String hex(CqlType type, int version) {
        var out = new ByteWriter();
        TypeCodec.write(type, version, out);
        return java.util.HexFormat.of().formatHex(out.toArray());
    }

    private static CqlType reread(CqlType type, int version) {
        var out = new ByteWriter();
        TypeCodec.write(type, version, out);
        return TypeCodec.read(new BodyReader(out.array(), 0, out.length()));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void bytesNobodyMeantAreAnErrorAndCostLittle(int version) {
        var random = new SplittableRandom(seed);
        var messages = new RandomMessages(seed, version, false);
        for (int round = 0; round < 5 * ROUNDS; round++) {
            boolean request = random.nextBoolean();
            var opcode =
                    request ? messages.request().opcode() : messages.response().opcode();
            byte[] body = request
                    ? body(withOpcode(messages, opcode), version)
                    : body(messages.response(), Extras.NONE, version);
            byte[] broken = broken(body, random);
            long cost = cost(() -> {
                try {
                    var in = new BodyReader(broken, 0, broken.length);
                    if (request) {
                        RequestCodec.decode(opcode, version, in);
                    } else {
                        ResponseCodec.decode(opcode, version, in);
                    }
                } catch (ProtocolError e) {
                    assertThat(e.getMessage()).doesNotContain("java.");
                }
            });
            assertThat(cost).as("seed %d", seed).isLessThan((64 << 10) + 64L * broken.length);
        }
    }

    private static Request withOpcode(RandomMessages messages, Opcode opcode) {
        while (true) {
            var request = messages.request();
            if (request.opcode() == opcode) {
                return request;
            }
        }
    }

    private static byte[] broken(byte[] body, SplittableRandom random) {
        byte[] broken = random.nextInt(3) == 0 ? Arrays.copyOf(body, random.nextInt(body.length + 1)) : body.clone();
        for (int i = random.nextInt(4); i > 0 && broken.length > 0; i--) {
            int at = random.nextInt(broken.length);
            broken[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xff;
                case 1 -> 0x7f;
                case 2 -> 0;
                default -> (byte) random.nextInt();
            };
        }
        return broken;
    }

    @Test
    void framesNobodyMeantAreRejectedAndCostLittle() {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 5 * ROUNDS; round++) {
            boolean segmented = random.nextInt(3) == 0;
            var compression = random.nextBoolean() ? Compression.LZ4 : Compression.NONE;
            byte[] bytes = broken(frames(random), random);
            long cost = cost(() -> {
                var reader = EnvelopeReader.ofRequests(MAX_BODY);
                if (segmented) {
                    reader.pinVersion(5);
                    reader.startSegments(compression);
                }
                readAll(reader, bytes);
            });
            assertThat(cost).as("seed %d", seed).isLessThan((256 << 10) + 600L * bytes.length);
        }
    }

    private static void readAll(EnvelopeReader reader, byte[] bytes) {
        try {
            reader.append(bytes, 0, bytes.length);
            while (reader.next()) {
                for (var compression : Compression.values()) {
                    decompress(reader.envelope(), compression);
                }
            }
        } catch (RejectedFrame e) {
            assertThat(e.error()).isInstanceOfAny(ProtocolError.class, InvalidRequest.class);
        }
    }

    /// Bytes allocated by a second run: the first one loads classes.
    private static long cost(Runnable reading) {
        reading.run();
        long before = allocated();
        reading.run();
        return allocated() - before;
    }

    private static void decompress(org.helenus.protocol.frame.Envelope envelope, Compression compression) {
        try {
            envelope.body(compression, MAX_BODY);
        } catch (ProtocolError e) {
            assertThat(e.getMessage()).doesNotContain("java.");
        }
    }

    private byte[] frames(SplittableRandom random) {
        var writer = new EnvelopeWriter();
        var out = new ByteWriter();
        int version = random.nextInt(3, 6);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int start = writer.begin(out, version, false, 0, i, Opcode.QUERY);
            byte[] body = new byte[random.nextInt(600)];
            random.nextBytes(body);
            Arrays.fill(body, 0, body.length / 2, (byte) 7);
            out.bytes(body);
            writer.end(out, start, Compression.values()[random.nextInt(3)]);
        }
        return out.toArray();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /// Null begins anew; no bytes at all were never given to anybody.
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void aPagingStateHasBytes(int version) {
        assertThat(refusalOfPagingState(version, -1)).isEmpty();
        assertThat(refusalOfPagingState(version, 0)).hasValue("Invalid value for the paging state");
    }

    private static Optional<String> refusalOfPagingState(int version, int length) {
        var out = new ByteWriter(64);
        byte[] cql = "SELECT * FROM t".getBytes(StandardCharsets.US_ASCII);
        out.i32(cql.length);
        out.bytes(cql);
        int consistencyOne = 1;
        out.u8(0);
        out.u8(consistencyOne);
        int withPagingState = 0x08;
        if (version >= 5) {
            out.i32(withPagingState);
        } else {
            out.u8(withPagingState);
        }
        out.i32(length);
        byte[] body = out.toArray();
        try {
            RequestCodec.decode(Opcode.QUERY, version, new BodyReader(body, 0, body.length));
            return Optional.empty();
        } catch (ProtocolError e) {
            return Optional.of(e.getMessage());
        }
    }

    @Test
    void rowsWithoutMetadataTellTheirNumberOfColumns() {
        var columns =
                List.of(new ColumnSpec("k", "t", "a", NativeType.INT), new ColumnSpec("k", "t", "b", NativeType.INT));
        var rows = new RowsResult(columns, true, new ByteWriter(), 0, Optional.empty(), Optional.empty());
        assertThat(java.util.HexFormat.of().formatHex(body(rows, Extras.NONE, 4)))
                .isEqualTo("00000002" + "00000004" + "00000002" + "00000000");
        var changed = new RowsResult(columns, true, new ByteWriter(), 0, Optional.empty(), Optional.of(new byte[] {9}));
        assertThat(java.util.HexFormat.of().formatHex(body(changed, Extras.NONE, 5)))
                .startsWith("00000002" + "00000009" + "00000002" + "000109");
        assertThat(java.util.HexFormat.of().formatHex(body(changed, Extras.NONE, 4)))
                .startsWith("00000002" + "00000004" + "00000002");
    }

    private static byte[] body(Request request, int version) {
        var out = new ByteWriter();
        RequestCodec.encode(request, version, out);
        return out.toArray();
    }

    private static byte[] body(Response response, Extras extras, int version) {
        var out = new ByteWriter();
        ResponseCodec.encode(response, extras, ResponseCodec.flags(extras, version), version, out);
        return out.toArray();
    }
}
