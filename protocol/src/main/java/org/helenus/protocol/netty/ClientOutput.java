package org.helenus.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.internal.OutOfDirectMemoryError;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.ResponseCodec;
import org.helenus.schema.bytes.ByteWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's answers on their way to the socket: gathered in a writer borrowed from the loop, sent with one
/// write. Event loop only.
final class ClientOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ClientOutput.class);
    /// Answers beyond this leave before the tick ends.
    private static final int EARLY_FLUSH_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final LoopAnswers answers;
    private Compression compression = Compression.NONE;
    private boolean segmented;
    /// Envelopes since the last flush; null after one, for the writer is back with the loop.
    private ByteWriter gathered;

    ClientOutput(SocketChannel channel, LoopAnswers answers) {
        this.channel = channel;
        this.answers = answers;
    }

    /// From the next envelope on, bodies of versions 3 and 4 are compressed.
    void compress(Compression agreed) {
        compression = agreed;
    }

    /// What is gathered goes out bare; from the next envelope on, segments.
    void startSegments(Compression agreed) {
        flush();
        compression = agreed;
        segmented = true;
    }

    void append(int version, int stream, Response response, Extras extras) {
        var out = gathered();
        int flags = ResponseCodec.flags(extras, version);
        int start = answers.envelopes().begin(out, version, true, flags, stream, response.opcode());
        try {
            ResponseCodec.encode(response, extras, flags, version, out);
        } catch (RuntimeException e) {
            out.truncate(start);
            throw e;
        }
        answers.envelopes().end(out, start, segmented ? Compression.NONE : compression);
        if (out.length() >= EARLY_FLUSH_BYTES) {
            flush();
        }
    }

    /// An error for a client of versions 1 or 2.
    void appendOldError(int version, int stream, int code, String message) {
        EnvelopeWriter.oldError(gathered(), version, stream, code, message);
    }

    private ByteWriter gathered() {
        if (gathered == null) {
            gathered = answers.borrowWriter();
        }
        return gathered;
    }

    void flush() {
        if (gathered == null) {
            return;
        }
        var envelopes = gathered;
        gathered = null;
        if (segmented) {
            var segments = answers.borrowWriter();
            answers.segments().write(envelopes.array(), 0, envelopes.length(), compression, segments);
            answers.giveBack(envelopes);
            send(segments);
        } else {
            send(envelopes);
        }
    }

    /// Sends what is gathered, then tells the client that nothing follows.
    void flushAndEnd() {
        flush();
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
            var _ = channel.shutdownOutput();
        });
    }

    private void send(ByteWriter bytes) {
        if (channel.isActive()) {
            try {
                ByteBuf buffer = channel.alloc().directBuffer(bytes.length());
                buffer.writeBytes(bytes.array(), 0, bytes.length());
                var _ = channel.writeAndFlush(buffer, channel.voidPromise());
            } catch (OutOfDirectMemoryError e) {
                // Too many clients do not read what they asked for. This one's answers are lost, and
                // so is the connection.
                LOG.warn(
                        "No memory for {} bytes of answers to {}; it is hung up on",
                        bytes.length(),
                        channel.remoteAddress());
                var _ = channel.close();
            }
        }
        answers.giveBack(bytes);
    }
}
