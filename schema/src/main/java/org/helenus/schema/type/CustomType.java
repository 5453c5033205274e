package org.helenus.schema.type;

import java.util.HexFormat;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// A type that only its class name tells. Its values are bytes to us, in byte order. Clients may meet one in another
/// server's result metadata; the only one that a table of ours has is [#EMPTY].
public record CustomType(String className) implements CqlType {
    /// The type of the value that rows of a compact table have when no column was named for it: there or not
    /// there, and
    /// empty. It has a name, though no statement can use it.
    public static final CustomType EMPTY = new CustomType(MarshalNames.PACKAGE + "EmptyType");

    private boolean isEmpty() {
        return className.equals(EMPTY.className);
    }

    @Override
    public String cqlName() {
        return isEmpty() ? "empty" : Names.quoteText(className);
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public CustomType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (isEmpty() && length > 0) {
            throw new InvalidRequest("EmptyType only accept empty values");
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Wire.compareBytes(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        EscapedBytes.write(array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return EscapedBytes.read(in);
    }

    @Override
    public boolean orderedIsLossless() {
        return true;
    }

    @Override
    public String format(byte[] wire) {
        return isEmpty() ? "" : "0x" + HexFormat.of().formatHex(wire);
    }

    @Override
    public byte[] parse(String text) {
        throw new InvalidRequest("Values of " + cqlName() + " cannot be written as text");
    }

    @Override
    public String marshalName() {
        return className;
    }

    @Override
    public boolean contains(NativeType type) {
        return false;
    }
}
