package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.helenus.schema.bytes.ByteWriter;

/// `set<element>`, sorted, each element once; frozen when not multi-cell.
public record SetType(CqlType element, boolean isMultiCell) implements CqlType {
    @Override
    public String cqlName() {
        return isMultiCell ? "set<" + element.cqlName() + ">" : "frozen<set<" + element.cqlName() + ">>";
    }

    @Override
    public SetType freeze() {
        return isMultiCell ? new SetType(element.freeze(), false) : this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    /// The wire form of these elements, sorted, each once.
    public byte[] join(Collection<byte[]> elements) {
        var sorted = new TreeSet<byte[]>(element::compare);
        sorted.addAll(elements);
        return Elements.join(sorted.size(), List.copyOf(sorted));
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        Elements.validate("set", element, element, 1, array, offset, length);
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
        for (byte[] value : Elements.split(wire)) {
            parts.add(element.format(value));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    @Override
    public byte[] parse(String text) {
        var elements = new ArrayList<byte[]>();
        for (String part : Literals.parts(this, text, '{', '}')) {
            elements.add(Literals.required(element, part));
        }
        return join(elements);
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
