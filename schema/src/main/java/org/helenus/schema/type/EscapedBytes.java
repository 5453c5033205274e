package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// Byte strings in their own unsigned order, self-delimiting: a zero byte becomes `00 FF`, the end is `00 00`.
final class EscapedBytes {
    private EscapedBytes() {}

    static void write(byte[] array, int offset, int length, ByteWriter out) {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            if (array[i] == 0) {
                out.bytes(array, from, i - from + 1);
                out.u8(0xFF);
                from = i + 1;
            }
        }
        out.bytes(array, from, end - from);
        out.u16(0);
    }

    static byte[] read(OrderedReader in) {
        int length = 0;
        int ahead = 0;
        while (true) {
            if (in.peek(ahead++) == 0) {
                int next = in.peek(ahead++);
                if (next == 0) {
                    break;
                }
                if (next != 0xFF) {
                    throw new IllegalStateException("ordered bytes hold 00 and then " + next);
                }
            }
            length++;
        }
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int value = in.u8();
            bytes[i] = (byte) value;
            if (value == 0) {
                in.u8();
            }
        }
        in.u16();
        return bytes;
    }
}
