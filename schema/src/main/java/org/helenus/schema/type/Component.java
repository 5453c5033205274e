package org.helenus.schema.type;

import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;

/// One value inside the ordered form of a nested one: a marker, then the value's own ordered form.
/// The end of a sequence sorts before whatever could follow.
final class Component {
    static final int END = 0x00;
    private static final int NULL = 0x10;
    private static final int EMPTY = 0x20;
    private static final int VALUE = 0x30;

    private Component() {}

    static void writeNull(ByteWriter out) {
        out.u8(NULL);
    }

    static void write(CqlType type, byte[] array, int offset, int length, ByteWriter out) {
        if (length == 0) {
            out.u8(EMPTY);
            return;
        }
        out.u8(VALUE);
        type.writeOrdered(array, offset, length, out);
    }

    /// Of a marker that was read already. Empty: null.
    static Optional<byte[]> read(CqlType type, int marker, OrderedReader in) {
        return switch (marker) {
            case NULL -> Optional.empty();
            case EMPTY -> Optional.of(new byte[0]);
            case VALUE -> Optional.of(type.readOrdered(in));
            default -> throw new IllegalStateException("no component begins with " + marker);
        };
    }
}
