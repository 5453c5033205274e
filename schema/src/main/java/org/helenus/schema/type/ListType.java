package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        for (Optional<byte[]> value : Elements.ofList(wire)) {
            parts.add(value.map(element::format).orElse("null"));
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
