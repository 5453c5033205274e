package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// `map<key, value>`, sorted by key; frozen when not multi-cell.
public record MapType(CqlType key, CqlType value, boolean isMultiCell) implements CqlType {
    @Override
    public String cqlName() {
        return (isMultiCell ? "" : "frozen<") + "map<" + key.cqlName() + ", " + value.cqlName() + (isMultiCell ? ">" : ">>");
    }

    @Override
    public CqlType freeze() {
        return isMultiCell ? new MapType(key, value, false) : this;
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
