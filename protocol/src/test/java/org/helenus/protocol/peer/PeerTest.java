package org.helenus.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.protocol.internal.Compressor;
import com.datastax.oss.protocol.internal.Frame;
import com.datastax.oss.protocol.internal.FrameCodec;
import com.datastax.oss.protocol.internal.PrimitiveCodec;
import com.datastax.oss.protocol.internal.Segment;
import com.datastax.oss.protocol.internal.SegmentCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.Envelope;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.EnvelopeReader;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.RejectedFrame;
import org.helenus.protocol.frame.SegmentWriter;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.RandomMessages;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.RequestCodec;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.ResponseCodec;
import org.helenus.schema.bytes.ByteWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our codecs against the ones the Java driver is built on. A message that we encode, they decode, they encode again
/// and we decode and encode again, always to the same bytes: so both read all of it, and mean the same.
class PeerTest {
    private static final int ROUNDS = 400;
    private static final int MAX_BODY = 64 << 20;

    private final PrimitiveCodec<ByteBuf> primitives = new PeerPrimitives();
    private final EnvelopeWriter envelopes = new EnvelopeWriter();
    private final long seed = seed();

    private static long seed() {
        var text = System.getProperty("seed", "");
        return text.isEmpty() ? System.nanoTime() : Long.parseLong(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void requestsReadAndWriteAlike(int version) throws RejectedFrame {
        var peerServer = FrameCodec.defaultServer(primitives, Compressor.<ByteBuf>none());
        var peerClient = FrameCodec.defaultClient(primitives, Compressor.<ByteBuf>none());
        var messages = new RandomMessages(seed, version, true);
        for (int round = 0; round < ROUNDS; round++) {
            var request = messages.request();
            byte[] ours = encode(request, version, round, Compression.NONE);
            byte[] theirs = bytes(peerClient.encode(asRequest(peerServer.decode(Unpooled.wrappedBuffer(ours)))));
            assertSame(theirs, ours, request, round);
            assertSame(reencodeRequest(theirs, version, round), ours, request, round);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void responsesReadAndWriteAlike(int version) throws RejectedFrame {
        var peerServer = FrameCodec.defaultServer(primitives, Compressor.<ByteBuf>none());
        var peerClient = FrameCodec.defaultClient(primitives, Compressor.<ByteBuf>none());
        var messages = new RandomMessages(seed, version, true);
        for (int round = 0; round < ROUNDS; round++) {
            var response = messages.response();
            byte[] ours = encode(response, messages.extras(), version, round, Compression.NONE);
            byte[] theirs = bytes(peerServer.encode(peerClient.decode(Unpooled.wrappedBuffer(ours))));
            assertSame(theirs, ours, response, round);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void compressedBodiesAreReadByEitherSide(int version) throws RejectedFrame {
        var peerServer = FrameCodec.defaultServer(primitives, new PeerLz4());
        var peerClient = FrameCodec.defaultClient(primitives, new PeerLz4());
        var messages = new RandomMessages(seed, version, true);
        for (int round = 0; round < ROUNDS; round++) {
            var request = messages.request();
            byte[] plain = encode(request, version, round, Compression.NONE);
            byte[] ours = encode(request, version, round, Compression.LZ4);
            byte[] theirs = bytes(peerClient.encode(asRequest(peerServer.decode(Unpooled.wrappedBuffer(ours)))));
            assertSame(reencodeRequest(theirs, version, round), plain, request, round);
        }
    }

    static Stream<Arguments> segmentings() {
        return Stream.of(Arguments.of(Compression.NONE), Arguments.of(Compression.LZ4));
    }

    @ParameterizedTest
    @MethodSource("segmentings")
    void ourSegmentsAreTheirs(Compression compression) throws Exception {
        var random = new SplittableRandom(seed);
        var codec = new SegmentCodec<ByteBuf>(primitives, peerCompressor(compression));
        for (int round = 0; round < 60; round++) {
            byte[] stream = randomEnvelopes(random);
            var segmented = new ByteWriter();
            new SegmentWriter().write(stream, 0, stream.length, compression, segmented);
            var source = Unpooled.wrappedBuffer(segmented.toArray());
            var joined = new ByteWriter();
            while (source.isReadable()) {
                // Their header decoder leaves the reader where it was.
                var header = codec.decodeHeader(source.readSlice(codec.headerLength() + SegmentCodec.CRC24_LENGTH));
                var segment = codec.decode(
                        header, source.readRetainedSlice(header.payloadLength + SegmentCodec.CRC32_LENGTH));
                joined.bytes(bytes(segment.payload));
            }
            assertThat(joined.toArray()).as("seed %d", seed).isEqualTo(stream);
        }
    }

    @ParameterizedTest
    @MethodSource("segmentings")
    void theirSegmentsAreOurs(Compression compression) throws Exception {
        var random = new SplittableRandom(seed);
        var codec = new SegmentCodec<ByteBuf>(primitives, peerCompressor(compression));
        for (int round = 0; round < 60; round++) {
            byte[] stream = randomEnvelopes(random);
            var bytes = peerSegments(codec, stream);
            var reader = EnvelopeReader.ofRequests(MAX_BODY);
            reader.pinVersion(5);
            reader.startSegments(compression);
            var joined = new ByteWriter();
            for (int at = 0; at < bytes.length; ) {
                int chunk = Math.min(bytes.length - at, random.nextInt(1, 100_000));
                byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + chunk);
                at += chunk;
                reader.append(piece, 0, piece.length);
                while (reader.next()) {
                    var envelope = reader.envelope();
                    int start = envelope.offset() - EnvelopeFormat.HEADER_BYTES;
                    joined.bytes(envelope.array(), start, EnvelopeFormat.HEADER_BYTES + envelope.length());
                }
            }
            assertThat(joined.toArray()).as("seed %d", seed).isEqualTo(stream);
        }
    }

    /// Cuts envelopes into segments as the specification allows: whole ones together, large ones alone in parts.
    private byte[] peerSegments(SegmentCodec<ByteBuf> codec, byte[] stream) {
        var out = Unpooled.buffer();
        int from = 0;
        while (from < stream.length) {
            int end = from;
            while (end < stream.length && end + envelopeBytes(stream, end) - from <= Segment.MAX_PAYLOAD_LENGTH) {
                end += envelopeBytes(stream, end);
            }
            boolean whole = end > from;
            if (!whole) {
                end = from + envelopeBytes(stream, from);
            }
            for (int at = from; at < end; at += Segment.MAX_PAYLOAD_LENGTH) {
                int part = Math.min(Segment.MAX_PAYLOAD_LENGTH, end - at);
                List<Object> parts = new ArrayList<>();
                codec.encode(new Segment<>(Unpooled.copiedBuffer(stream, at, part), whole), parts);
                parts.forEach(piece -> out.writeBytes((ByteBuf) piece));
            }
            from = end;
        }
        return bytes(out);
    }

    @Test
    void anyFlippedBitOfASegmentIsNoticed() {
        var request = new org.helenus.protocol.message.Options();
        byte[] envelope = encode(request, 5, 1, Compression.NONE);
        for (var compression : List.of(Compression.NONE, Compression.LZ4)) {
            var segment = new ByteWriter();
            new SegmentWriter().write(envelope, 0, envelope.length, compression, segment);
            for (int bit = 0; bit < segment.length() * 8; bit++) {
                byte[] broken = segment.toArray();
                broken[bit / 8] ^= (byte) (1 << bit % 8);
                var reader = EnvelopeReader.ofRequests(MAX_BODY);
                reader.pinVersion(5);
                reader.startSegments(compression);
                reader.append(broken, 0, broken.length);
                assertThat(isRejected(reader))
                        .as("%s, bit %d", compression, bit)
                        .isTrue();
            }
        }
    }

    private static boolean isRejected(EnvelopeReader reader) {
        try {
            reader.next();
            return false;
        } catch (RejectedFrame e) {
            return e.fatal();
        }
    }

    private byte[] randomEnvelopes(SplittableRandom random) {
        var stream = new ByteWriter();
        for (int i = random.nextInt(1, 30); i > 0; i--) {
            int size = random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(3000);
            byte[] body = new byte[size];
            if (random.nextBoolean()) {
                random.nextBytes(body);
            }
            int start = envelopes.begin(stream, 5, false, 0, i, Opcode.QUERY);
            stream.bytes(body);
            envelopes.end(stream, start, Compression.NONE);
        }
        return stream.toArray();
    }

    private static int envelopeBytes(byte[] stream, int at) {
        return EnvelopeFormat.HEADER_BYTES
                + java.nio.ByteBuffer.wrap(stream).getInt(at + EnvelopeFormat.HEADER_BYTES - 4);
    }

    private static Compressor<ByteBuf> peerCompressor(Compression compression) {
        return compression == Compression.LZ4 ? new PeerLz4() : Compressor.none();
    }

    private byte[] encode(Request request, int version, int stream, Compression compression) {
        var out = new ByteWriter();
        int start = envelopes.begin(out, version, false, 0, stream, request.opcode());
        RequestCodec.encode(request, version, out);
        envelopes.end(out, start, compression);
        return out.toArray();
    }

    private byte[] encode(Response response, Extras extras, int version, int stream, Compression compression) {
        var out = new ByteWriter();
        int flags = ResponseCodec.flags(extras, version);
        int start = envelopes.begin(out, version, true, flags, stream, response.opcode());
        ResponseCodec.encode(response, extras, flags, version, out);
        envelopes.end(out, start, compression);
        return out.toArray();
    }

    private byte[] reencodeRequest(byte[] bytes, int version, int stream) throws RejectedFrame {
        var reader = EnvelopeReader.ofRequests(MAX_BODY);
        reader.append(bytes, 0, bytes.length);
        assertThat(reader.next()).isTrue();
        Envelope envelope = reader.envelope();
        var body = envelope.body(Compression.LZ4, MAX_BODY);
        var request = RequestCodec.decode(Opcode.of(envelope.opcode()).orElseThrow(), version, body);
        assertThat(body.remaining()).isZero();
        return encode(request, version, stream, Compression.NONE);
    }

    private static Frame asRequest(Frame decoded) {
        return Frame.forRequest(
                decoded.protocolVersion, decoded.streamId, decoded.tracing, Frame.NO_PAYLOAD, decoded.message);
    }

    private void assertSame(byte[] got, byte[] expected, Object message, int round) {
        var hex = HexFormat.ofDelimiter(" ");
        assertThat(hex.formatHex(got))
                .as("seed %d, round %d: %s", seed, round, message)
                .isEqualTo(hex.formatHex(expected));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
