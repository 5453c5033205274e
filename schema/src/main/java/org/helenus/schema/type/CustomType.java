package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// A type that only its class name tells. Its values are bytes to us, in byte order.
public record CustomType(String className) implements CqlType {
    @Override
    public String cqlName() {
        return "'" + className + "'";
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public CqlType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compare(byte[] a, byte[] b) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean orderedIsLossless() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String format(byte[] wire) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] parse(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String marshalName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean contains(NativeType type) {
        throw new UnsupportedOperationException();
    }
}
