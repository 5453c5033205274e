package org.helenus.benchmarks;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The least client that speaks native protocol v4: it spends little CPU, so that a server on the same machine
/// gets the rest, and it works on any server of that protocol.
///
/// Threads: one.
final class RawConnection implements Closeable {
    static final int HEADER_BYTES = 9;
    private static final byte VERSION = 4;
    private static final int OP_ERROR = 0;
    private static final byte OP_STARTUP = 1;
    private static final byte OP_QUERY = 7;
    private static final byte OP_PREPARE = 9;
    static final byte OP_EXECUTE = 10;
    private static final int RESULT_ROWS = 2;
    private static final int CONSISTENCY_ONE = 1;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawConnection(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        ByteBuffer body = ByteBuffer.allocate(64).putShort((short) 1);
        putString(body, "CQL_VERSION");
        putString(body, "3.0.0");
        exchange(OP_STARTUP, body.flip());
    }

    /// Runs one statement and forgets its answer.
    void query(String cql) throws IOException {
        byte[] text = cql.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body =
                ByteBuffer.allocate(text.length + 7).putInt(text.length).put(text);
        body.putShort((short) CONSISTENCY_ONE).put((byte) 0);
        exchange(OP_QUERY, body.flip());
    }

    /// Prepares one statement and returns its id.
    byte[] prepare(String cql) throws IOException {
        byte[] text = cql.getBytes(StandardCharsets.UTF_8);
        ByteBuffer answer = exchange(
                OP_PREPARE,
                ByteBuffer.allocate(text.length + 4)
                        .putInt(text.length)
                        .put(text)
                        .flip());
        answer.getInt(); // kind: prepared
        byte[] id = new byte[answer.getShort()];
        answer.get(id);
        return id;
    }

    /// Writes the header of an EXECUTE and all of its body but the values, which the caller puts after it.
    static void putExecute(ByteBuffer into, int stream, byte[] id, int valueCount, int valueBytes) {
        int length = 2 + id.length + 2 + 1 + 2 + 4 * valueCount + valueBytes;
        into.put(VERSION).put((byte) 0).putShort((short) stream).put(OP_EXECUTE).putInt(length);
        into.putShort((short) id.length).put(id);
        into.putShort((short) CONSISTENCY_ONE).put((byte) 0x03).putShort((short) valueCount); // values, skip metadata
    }

    /// Sends what the buffer holds in one write.
    void send(ByteBuffer frames) throws IOException {
        out.write(frames.array(), 0, frames.position());
    }

    /// Reads one answer; returns how many rows it carries, 0 for an answer without rows.
    int receive() throws IOException {
        ByteBuffer body = receiveBody();
        if (body.getInt() != RESULT_ROWS) {
            return 0;
        }
        int flags = body.getInt();
        int columns = body.getInt();
        if ((flags & 4) == 0) {
            throw new IOException("the server sent metadata of " + columns + " columns that were to be skipped");
        }
        if ((flags & 2) != 0) {
            body.position(body.position() + 4 + body.getInt(body.position()));
        }
        return body.getInt();
    }

    private ByteBuffer exchange(byte opcode, ByteBuffer body) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body.remaining());
        frame.put(VERSION)
                .put((byte) 0)
                .putShort((short) 0)
                .put(opcode)
                .putInt(body.remaining())
                .put(body);
        send(frame);
        return receiveBody();
    }

    private ByteBuffer receiveBody() throws IOException {
        in.readInt(); // version, flags, stream
        int opcode = in.readUnsignedByte();
        ByteBuffer body = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        if (opcode == OP_ERROR) {
            int code = body.getInt();
            byte[] message = new byte[body.getShort()];
            body.get(message);
            throw new IOException("error 0x%04x: %s".formatted(code, new String(message, StandardCharsets.UTF_8)));
        }
        return body;
    }

    private static void putString(ByteBuffer into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        into.putShort((short) bytes.length).put(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
