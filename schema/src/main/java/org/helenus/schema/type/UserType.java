package org.helenus.schema.type;

import java.util.List;
import org.helenus.schema.bytes.ByteWriter;

/// A user-defined type: named fields. Frozen when not multi-cell. Values may be short: fields added later read null.
public record UserType(String keyspace, String name, List<String> fieldNames, List<CqlType> fieldTypes, boolean isMultiCell) implements CqlType {
    public UserType {
        fieldNames = List.copyOf(fieldNames);
        fieldTypes = List.copyOf(fieldTypes);
        if (fieldNames.size() != fieldTypes.size()) {
            throw new IllegalArgumentException("as many field names as field types");
        }
    }

    /// The index of a field, or −1.
    public int field(String fieldName) {
        return fieldNames.indexOf(fieldName);
    }

    @Override
    public String cqlName() {
        return isMultiCell ? name : "frozen<" + name + ">";
    }

    @Override
    public CqlType freeze() {
        return isMultiCell ? new UserType(keyspace, name, fieldNames, fieldTypes, false) : this;
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
