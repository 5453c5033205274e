package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// `vector<element, n>`: exactly n elements, none null; always one value.
public record VectorType(CqlType element, int dimension) implements CqlType {
    @Override
    public String cqlName() {
        return "vector<" + element.cqlName() + ", " + dimension + ">";
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
        return element.fixedLength() < 0 ? -1 : element.fixedLength() * dimension;
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
