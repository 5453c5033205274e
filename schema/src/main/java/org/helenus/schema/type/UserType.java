package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// A user-defined type: named fields. Frozen when not multi-cell. Values may be short: fields added later read null.
public record UserType(
        String keyspace, String name, List<String> fieldNames, List<CqlType> fieldTypes, boolean isMultiCell)
        implements CqlType {
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
        String quoted = Names.maybeQuote(name);
        return isMultiCell ? quoted : "frozen<" + quoted + ">";
    }

    @Override
    public UserType freeze() {
        return isMultiCell ? new UserType(keyspace, name, fieldNames, fieldTypes, false) : this;
    }

    @Override
    public int fixedLength() {
        return -1;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        Fields.validate("UDT", fieldTypes, i -> i + "th field " + fieldNames.get(i), array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Fields.compare(fieldTypes, a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        Fields.writeOrdered(fieldTypes, array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Fields.readOrdered(fieldTypes, in);
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    @Override
    public String format(byte[] wire) {
        List<Optional<byte[]>> fields = Fields.split(wire, fieldTypes.size());
        var parts = new ArrayList<String>();
        for (int i = 0; i < fields.size(); i++) {
            parts.add(Names.maybeQuote(fieldNames.get(i)) + ": "
                    + fields.get(i).map(fieldTypes.get(i)::format).orElse("null"));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    @Override
    public byte[] parse(String text) {
        var fields = new ArrayList<Optional<byte[]>>(Collections.nCopies(fieldTypes.size(), Optional.empty()));
        for (String part : Literals.parts(this, text, '{', '}')) {
            List<String> pair = Literals.pair(this, part);
            String fieldName = unquote(pair.getFirst());
            int index = field(fieldName);
            if (index < 0) {
                throw new InvalidRequest("Unknown field '" + fieldName + "' in value of user defined type " + name);
            }
            fields.set(index, Literals.element(fieldTypes.get(index), pair.getLast()));
        }
        return Fields.join(fields);
    }

    private static String unquote(String identifier) {
        return identifier.length() >= 2 && identifier.charAt(0) == '"'
                ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier;
    }

    @Override
    public String marshalName() {
        return MarshalNames.of(this);
    }

    @Override
    public boolean contains(NativeType type) {
        return fieldTypes.stream().anyMatch(field -> field.contains(type));
    }

    /// Whether it is the same type by keyspace and name, however its fields changed and wherever it is frozen.
    public boolean isNamedAs(UserType other) {
        return keyspace.equals(other.keyspace) && name.equals(other.name);
    }

    /// Whether `type` is or holds the user type of this name.
    public boolean isIn(CqlType type) {
        return switch (type) {
            case NativeType _, CustomType _ -> false;
            case ListType list -> isIn(list.element());
            case SetType set -> isIn(set.element());
            case MapType map -> isIn(map.key()) || isIn(map.value());
            case VectorType vector -> isIn(vector.element());
            case TupleType tuple -> tuple.components().stream().anyMatch(this::isIn);
            case UserType user -> isNamedAs(user) || user.fieldTypes().stream().anyMatch(this::isIn);
        };
    }

    /// `type` with this in place of the older one of its name, at every depth; frozen stays frozen.
    public CqlType replaceIn(CqlType type) {
        return switch (type) {
            case NativeType _, CustomType _ -> type;
            case ListType list -> new ListType(replaceIn(list.element()), list.isMultiCell());
            case SetType set -> new SetType(replaceIn(set.element()), set.isMultiCell());
            case MapType map -> new MapType(replaceIn(map.key()), replaceIn(map.value()), map.isMultiCell());
            case VectorType vector -> new VectorType(replaceIn(vector.element()), vector.dimension());
            case TupleType tuple ->
                new TupleType(tuple.components().stream().map(this::replaceIn).toList());
            case UserType user
            when isNamedAs(user) -> new UserType(keyspace, name, fieldNames, fieldTypes, user.isMultiCell());
            case UserType user ->
                new UserType(
                        user.keyspace(),
                        user.name(),
                        user.fieldNames(),
                        user.fieldTypes().stream().map(this::replaceIn).toList(),
                        user.isMultiCell());
        };
    }

    /// `type` with a tuple of the fields in place of each user type, so that it outlives them. Vectors keep
    /// theirs, as
    /// they do in Cassandra.
    public static CqlType expandIn(CqlType type) {
        return switch (type) {
            case NativeType _, CustomType _, VectorType _ -> type;
            case ListType list -> new ListType(expandIn(list.element()), list.isMultiCell());
            case SetType set -> new SetType(expandIn(set.element()), set.isMultiCell());
            case MapType map -> new MapType(expandIn(map.key()), expandIn(map.value()), map.isMultiCell());
            case TupleType tuple ->
                new TupleType(
                        tuple.components().stream().map(UserType::expandIn).toList());
            case UserType user ->
                new TupleType(user.fieldTypes().stream()
                        .map(field -> expandIn(field.freeze()))
                        .toList());
        };
    }
}
