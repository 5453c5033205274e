package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `CompositeType(…)` and `DynamicCompositeType(…)`, of whose values as many components are there as were written:
///
///     for each: [comparator]  u16 length  value  u8 end of component
///
/// Only a dynamic one tells with each component how it compares. The end of a component is 0, or tells in bounds of
/// slices whether the value lies before (−1) or behind (1) all that begin with it. As text, components stand between
/// colons, `abc:12`, with a colon of their own as `\:`, and nothing for an empty value; a last `!` stands for an end
/// of 1.
///
/// Ordered: for each component what `writeComparator` gives, a [Component], its end with the sign turned; then
/// [Component#END].
abstract class CompositeForm implements ScalarForm {
    private static final int MOST_BYTES = 0xFFFF;

    /// Where a component stands, and what it is.
    record Part(CqlType type, int offset, int length, int end) {}

    /// How a component compares, and how many bytes said so.
    record Comparator(CqlType type, int bytes) {}

    /// What the text of a component says: how it compares, the bytes that say so, its value's text.
    record Written(CqlType type, byte[] comparator, String value) {}

    /// Of component `index`, which begins at `at`.
    ///
    /// @throws InvalidRequest when there is none
    abstract Comparator comparator(int index, byte[] array, int at, int end);

    abstract Written written(int index, String text);

    abstract int compareTypes(CqlType a, CqlType b);

    abstract void writeComparator(CqlType type, ByteWriter out);

    /// Appends what stands before the component's length, and tells its type.
    abstract CqlType readComparator(int index, OrderedReader in, ByteWriter out);

    abstract String comparatorText(CqlType type);

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    private List<Part> parts(byte[] array, int offset, int length) {
        var parts = new ArrayList<Part>();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int index = parts.size();
            Comparator comparator = comparator(index, array, at, end);
            at += comparator.bytes();
            if (end - at < 2) {
                throw new InvalidRequest("Not enough bytes to read value size of component " + index);
            }
            int size = Wire.shortAt(array, at) & 0xFFFF;
            at += 2;
            if (end - at < size) {
                throw new InvalidRequest("Not enough bytes to read value of component " + index);
            }
            if (end - at == size) {
                throw new InvalidRequest("Not enough bytes to read the end-of-component byte of component" + index);
            }
            parts.add(new Part(comparator.type(), at, size, array[at + size]));
            at += size + 1;
            if (array[at - 1] != 0 && at < end) {
                throw new InvalidRequest("Invalid bytes remaining after an end-of-component at component" + index);
            }
        }
        return parts;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        for (Part part : parts(array, offset, length)) {
            part.type().validate(array, part.offset(), part.length());
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        List<Part> left = parts(a, aOffset, aLength);
        List<Part> right = parts(b, bOffset, bLength);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            Part one = left.get(i);
            Part other = right.get(i);
            int order = compareTypes(one.type(), other.type());
            if (order == 0) {
                order = one.length() == 0 || other.length() == 0
                        ? Boolean.compare(one.length() != 0, other.length() != 0)
                        : one.type().compare(a, one.offset(), one.length(), b, other.offset(), other.length());
            }
            if (order == 0) {
                order = Integer.compare(one.end(), other.end());
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        for (Part part : parts(array, offset, length)) {
            writeComparator(part.type(), out);
            Component.write(part.type(), array, part.offset(), part.length(), out);
            out.u8(part.end() ^ 0x80);
        }
        out.u8(Component.END);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        var out = new ByteWriter(64);
        for (int index = 0; in.peek(0) != Component.END; index++) {
            CqlType type = readComparator(index, in, out);
            byte[] value = Component.read(type, in.u8(), in)
                    .orElseThrow(() -> new IllegalStateException("a component of a composite is never null"));
            out.u16(value.length);
            out.bytes(value);
            out.u8(in.u8() ^ 0x80);
        }
        in.u8();
        return out.toArray();
    }

    @Override
    public boolean isQuoted() {
        return true;
    }

    @Override
    public String format(byte[] wire) {
        var text = new ArrayList<String>();
        for (Part part : parts(wire, 0, wire.length)) {
            byte[] value = Arrays.copyOfRange(wire, part.offset(), part.offset() + part.length());
            String literal = part.length() == 0 ? "" : part.type().format(value);
            String bare = part.type().isQuoted() && literal.startsWith("'")
                    ? literal.substring(1, literal.length() - 1).replace("''", "'")
                    : literal;
            text.add(comparatorText(part.type()) + escape(bare));
            if (part.end() != 0) {
                text.add(part.end() < 0 ? "_" : "!");
            }
        }
        return String.join(":", text);
    }

    /// A last `\` or `!` gets another `!`, so that it neither escapes the colon nor ends the value.
    private static String escape(String value) {
        String escaped = value.replace(":", "\\:");
        return escaped.endsWith("\\") || escaped.endsWith("!") ? escaped + "!" : escaped;
    }

    private static String unescape(String text) {
        String value = text.replace("\\:", ":");
        return value.endsWith("!") ? value.substring(0, value.length() - 1) : value;
    }

    @Override
    public byte[] parse(String text) {
        var out = new ByteWriter(64);
        List<String> parts = split(text);
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).equals("!")) {
                if (i > 0) {
                    out.truncate(out.length() - 1);
                    out.u8(1);
                }
                break;
            }
            Written written = written(i, parts.get(i));
            String literal = unescape(written.value());
            byte[] value = literal.isEmpty() ? new byte[0] : written.type().parse(literal);
            if (value.length > MOST_BYTES) {
                throw new InvalidRequest(
                        "Component " + i + " has " + value.length + " bytes, and at most " + MOST_BYTES + " can be");
            }
            out.bytes(written.comparator());
            out.u16(value.length);
            out.bytes(value);
            out.u8(0);
        }
        return out.toArray();
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ':' && (i == 0 || text.charAt(i - 1) != '\\')) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (!text.isEmpty()) {
            parts.add(text.substring(from));
        }
        return parts;
    }
}
