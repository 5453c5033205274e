package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.bytes.VInt;
import org.helenus.schema.error.InvalidRequest;

/// `vector<element, n>`: exactly n elements, none null; always one value.
///
/// On the wire elements of one length stand side by side; others have their length before them as an unsigned vint.
public record VectorType(CqlType element, int dimension) implements CqlType {
    /// The most dimensions that a vector may have.
    public static final int MAX_DIMENSION = 8192;

    public VectorType {
        if (dimension < 1) {
            throw new InvalidRequest("vectors may only have positive dimensions; given " + dimension);
        }
    }

    @Override
    public String cqlName() {
        return "vector<" + element.cqlName() + ", " + dimension + ">";
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public VectorType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        int one = element.fixedLength();
        return one < 0 ? -1 : Math.multiplyExact(one, dimension);
    }

    private int elementLength(byte[] array, int at) {
        int fixed = element.fixedLength();
        return fixed >= 0 ? fixed : (int) VInt.readUnsigned(array, at);
    }

    private int prefixLength(byte[] array, int at) {
        return element.fixedLength() >= 0 ? 0 : VInt.sizeFromFirstByte(array[at]);
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < dimension; i++) {
            int prefix = 0;
            long size = element.fixedLength();
            if (size < 0) {
                if (at >= end || end - at < VInt.sizeFromFirstByte(array[at])) {
                    throw tooShort();
                }
                prefix = VInt.sizeFromFirstByte(array[at]);
                size = VInt.readUnsigned(array, at);
            }
            if (size < 0 || size > end - at - prefix) {
                throw tooShort();
            }
            element.validate(array, at + prefix, (int) size);
            at += prefix + (int) size;
        }
        if (at != end) {
            throw new InvalidRequest("Unexpected " + (end - at) + " extraneous bytes after " + cqlName() + " value");
        }
    }

    private InvalidRequest tooShort() {
        return new InvalidRequest("Not enough bytes to read a " + cqlName());
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        if (aLength == 0 || bLength == 0) {
            return Boolean.compare(aLength != 0, bLength != 0);
        }
        int aAt = aOffset;
        int bAt = bOffset;
        for (int i = 0; i < dimension; i++) {
            int aSize = elementLength(a, aAt);
            int bSize = elementLength(b, bAt);
            aAt += prefixLength(a, aAt);
            bAt += prefixLength(b, bAt);
            int order = element.compare(a, aAt, aSize, b, bAt, bSize);
            if (order != 0) {
                return order;
            }
            aAt += aSize;
            bAt += bSize;
        }
        return 0;
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        int at = offset;
        for (int i = 0; i < dimension; i++) {
            int size = elementLength(array, at);
            at += prefixLength(array, at);
            Component.write(element, array, at, size, out);
            at += size;
        }
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        var elements = new ArrayList<byte[]>();
        for (int i = 0; i < dimension; i++) {
            elements.add(Component.read(element, in.u8(), in)
                    .orElseThrow(() -> new IllegalStateException("a null in an ordered vector")));
        }
        return join(elements);
    }

    @Override
    public boolean orderedIsLossless() {
        return element.orderedIsLossless();
    }

    /// The elements of valid bytes.
    public List<byte[]> split(byte[] wire) {
        var elements = new ArrayList<byte[]>(Math.min(dimension, wire.length));
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            int size = elementLength(wire, at);
            at += prefixLength(wire, at);
            elements.add(Arrays.copyOfRange(wire, at, at + size));
            at += size;
        }
        return elements;
    }

    /// The wire form of as many elements as there are dimensions.
    public byte[] join(List<byte[]> elements) {
        if (elements.size() != dimension) {
            throw new InvalidRequest(
                    "Invalid vector literal: expected " + dimension + " elements, but given " + elements.size());
        }
        var out = new ByteWriter(64);
        for (byte[] value : elements) {
            if (element.fixedLength() < 0) {
                out.unsignedVInt(value.length);
            } else if (value.length != element.fixedLength()) {
                throw new InvalidRequest("Not enough bytes to read a " + cqlName());
            }
            out.bytes(value);
        }
        return out.toArray();
    }

    @Override
    public String format(byte[] wire) {
        var parts = new ArrayList<String>();
        for (byte[] value : split(wire)) {
            parts.add(element.format(value));
        }
        return "[" + String.join(", ", parts) + "]";
    }

    @Override
    public byte[] parse(String text) {
        var elements = new ArrayList<byte[]>();
        for (String part : Literals.parts(this, text, '[', ']')) {
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
        // as Cassandra, which does not ask: durations in vectors have the order of their bytes
        return type != NativeType.DURATION && element.contains(type);
    }
}
