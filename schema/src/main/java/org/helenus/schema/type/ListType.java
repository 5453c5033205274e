package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;

/// `list<element>`; frozen when not multi-cell.
public record ListType(CqlType element, boolean isMultiCell) implements CqlType {
    @Override
    public String cqlName() {
        return isMultiCell ? "list<" + element.cqlName() + ">" : "frozen<list<" + element.cqlName() + ">>";
    }

    @Override
    public ListType freeze() {
        return isMultiCell ? new ListType(element.freeze(), false) : this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        Elements.validate("list", element, element, 1, array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Elements.compare(element, element, a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        Elements.writeOrdered(element, element, array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Elements.readOrdered(element, element, 1, in);
    }

    @Override
    public boolean orderedIsLossless() {
        return element.orderedIsLossless();
    }

    @Override
    public String format(byte[] wire) {
        List<String> parts = new ArrayList<>();
        // nulls are not stored, yet lists that are made for an answer, such as `ttl` of a collection, have them
        for (int at = 4; at < wire.length; ) {
            int length = Wire.intAt(wire, at);
            at += 4;
            parts.add(length < 0 ? "null" : element.format(Arrays.copyOfRange(wire, at, at + length)));
            at += Math.max(0, length);
        }
        return "[" + String.join(", ", parts) + "]";
    }

    @Override
    public byte[] parse(String text) {
        var elements = new ArrayList<byte[]>();
        for (String part : Literals.parts(this, text, '[', ']')) {
            elements.add(Literals.required(element, part));
        }
        return Elements.join(elements.size(), elements);
    }

    @Override
    public String marshalName() {
        return MarshalNames.of(this);
    }

    @Override
    public boolean contains(NativeType type) {
        return element.contains(type);
    }
}
