package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.helenus.schema.bytes.ByteWriter;

/// `map<key, value>`, sorted by key, each once; frozen when not multi-cell.
public record MapType(CqlType key, CqlType value, boolean isMultiCell) implements CqlType {
    @Override
    public String cqlName() {
        String name = "map<" + key.cqlName() + ", " + value.cqlName() + ">";
        return isMultiCell ? name : "frozen<" + name + ">";
    }

    @Override
    public MapType freeze() {
        return isMultiCell ? new MapType(key.freeze(), value.freeze(), false) : this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    /// The wire form of these keys and values, taken by turns: sorted, the later value of a key given twice.
    public byte[] join(List<byte[]> keysAndValues) {
        var sorted = new TreeMap<byte[], byte[]>(key::compare);
        for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
            sorted.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
        var elements = new ArrayList<byte[]>(sorted.size() * 2);
        sorted.forEach((k, v) -> {
            elements.add(k);
            elements.add(v);
        });
        return Elements.join(sorted.size(), elements);
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        Elements.validate("map", key, value, 2, array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Elements.compare(key, value, a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        Elements.writeOrdered(key, value, array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Elements.readOrdered(key, value, 2, in);
    }

    @Override
    public boolean orderedIsLossless() {
        return key.orderedIsLossless() && value.orderedIsLossless();
    }

    @Override
    public String format(byte[] wire) {
        List<byte[]> elements = Elements.split(wire);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i += 2) {
            parts.add(key.format(elements.get(i)) + ": " + value.format(elements.get(i + 1)));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    @Override
    public byte[] parse(String text) {
        var keysAndValues = new ArrayList<byte[]>();
        for (String part : Literals.parts(this, text, '{', '}')) {
            List<String> pair = Literals.pair(this, part);
            keysAndValues.add(Literals.required(key, pair.getFirst()));
            keysAndValues.add(Literals.required(value, pair.getLast()));
        }
        return join(keysAndValues);
    }

    @Override
    public String marshalName() {
        return MarshalNames.of(this);
    }

    @Override
    public boolean contains(NativeType type) {
        return key.contains(type) || value.contains(type);
    }
}
