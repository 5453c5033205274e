package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// `set<element>`, sorted; frozen when not multi-cell.
public record SetType(CqlType element, boolean isMultiCell) implements CqlType {
    @Override
    public String cqlName() {
        return (isMultiCell ? "" : "frozen<") + "set<" + element.cqlName() + (isMultiCell ? ">" : ">>");
    }

    @Override
    public CqlType freeze() {
        return isMultiCell ? new SetType(element, false) : this;
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
