package org.helenus.protocol.netty;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HexFormat;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Request;
import org.helenus.protocol.message.RequestCodec;
import org.helenus.protocol.message.Response;
import org.helenus.protocol.message.ResponseCodec;
import org.helenus.schema.bytes.ByteWriter;

/// A client that sends whatever bytes it is told to.
final class RawClient implements AutoCloseable {
    /// One bare answer as it came.
    record Received(int versionByte, int flags, int stream, Response response, Extras extras) {}

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    static byte[] frame(int version, int stream, Request request) {
        var bytes = new ByteWriter();
        var writer = new EnvelopeWriter();
        int start = writer.begin(bytes, version, false, 0, stream, request.opcode());
        RequestCodec.encode(request, version, bytes);
        writer.end(bytes, start, Compression.NONE);
        return bytes.toArray();
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void sendHex(String hex) throws IOException {
        out.write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    byte[] receiveBytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    Received receive() throws IOException {
        int version = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readShort();
        int opcode = in.readUnsignedByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        var reader = new BodyReader(body, 0, body.length);
        var extras = ResponseCodec.decodeExtras(flags, reader);
        var response = ResponseCodec.decode(Opcode.of(opcode).orElseThrow(), version & 0x7f, reader);
        return new Received(version, flags, stream, response, extras);
    }

    /// The one answer in an uncompressed, self-contained segment.
    Received receiveSegmented() throws IOException {
        receiveBytes(6);
        var received = receive();
        receiveBytes(4);
        return received;
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
