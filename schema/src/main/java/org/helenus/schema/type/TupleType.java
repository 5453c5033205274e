package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `frozen<tuple<…>>`: always one value. Values may be short; what is missing is null.
public record TupleType(List<CqlType> components) implements CqlType {
    public TupleType {
        components = List.copyOf(components);
    }

    @Override
    public String cqlName() {
        var names = new ArrayList<String>();
        components.forEach(component -> names.add(component.cqlName()));
        return "frozen<tuple<" + String.join(", ", names) + ">>";
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public TupleType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        Fields.validate("tuple", components, i -> i + "th component", array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Fields.compare(components, a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        Fields.writeOrdered(components, array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Fields.readOrdered(components, in);
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    @Override
    public String format(byte[] wire) {
        List<Optional<byte[]>> fields = Fields.split(wire, components.size());
        var parts = new ArrayList<String>();
        for (int i = 0; i < fields.size(); i++) {
            parts.add(fields.get(i).map(components.get(i)::format).orElse("null"));
        }
        return "(" + String.join(", ", parts) + ")";
    }

    @Override
    public byte[] parse(String text) {
        List<String> parts = Literals.parts(this, text, '(', ')');
        if (parts.size() > components.size()) {
            throw new InvalidRequest("Invalid tuple literal: too many elements. Type " + cqlName() + " expects "
                    + components.size() + " but got " + parts.size());
        }
        var fields = new ArrayList<Optional<byte[]>>();
        for (int i = 0; i < parts.size(); i++) {
            fields.add(Literals.element(components.get(i), parts.get(i)));
        }
        return Fields.join(fields);
    }

    @Override
    public String marshalName() {
        return MarshalNames.of(this);
    }

    @Override
    public boolean contains(NativeType type) {
        return components.stream().anyMatch(component -> component.contains(type));
    }
}
