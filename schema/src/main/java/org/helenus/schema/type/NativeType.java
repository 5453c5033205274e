package org.helenus.schema.type;

import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;

/// The types that have a name of one word. `varchar` is another name of `text`.
public enum NativeType implements CqlType {
    ASCII("ascii", "AsciiType", -1, BytesForm.ASCII),
    BIGINT("bigint", "LongType", 8, new IntegerForm(8, true, "Expected 8 or 0 byte long (%d)", "long")),
    BLOB("blob", "BytesType", -1, BytesForm.BLOB),
    BOOLEAN("boolean", "BooleanType", 1, new BooleanForm()),
    COUNTER("counter", "CounterColumnType", -1, new IntegerForm(8, true, "Expected 8 or 0 byte long (%d)", "long")),
    DATE("date", "SimpleDateType", -1, new DateForm()),
    DECIMAL("decimal", "DecimalType", -1, new DecimalForm()),
    DOUBLE("double", "DoubleType", 8, FloatingForm.DOUBLE),
    DURATION("duration", "DurationType", -1, new DurationForm()),
    FLOAT("float", "FloatType", 4, FloatingForm.FLOAT),
    INET("inet", "InetAddressType", -1, new InetForm()),
    INT("int", "Int32Type", 4, new IntegerForm(4, true, "Expected 4 or 0 byte int (%d)", "int")),
    SMALLINT("smallint", "ShortType", -1, new IntegerForm(2, false, "Expected 2 bytes for a smallint (%d)", "short")),
    TEXT("text", "UTF8Type", -1, BytesForm.TEXT),
    TIME("time", "TimeType", -1, new TimeForm()),
    TIMESTAMP("timestamp", "TimestampType", 8, new TimestampForm()),
    TIMEUUID("timeuuid", "TimeUUIDType", 16, UuidForm.TIMEUUID),
    TINYINT("tinyint", "ByteType", -1, new IntegerForm(1, false, "Expected 1 byte for a tinyint (%d)", "byte")),
    UUID("uuid", "UUIDType", 16, UuidForm.UUID),
    VARINT("varint", "IntegerType", -1, new VarintForm());

    private static final NativeType[] ALL = values();

    private final String cqlName;
    private final String marshalSimpleName;
    private final int fixedLength;
    private final transient ScalarForm form;

    /// @param fixedLength what a vector of them counts on. Small integers, dates and times have one length too,
    ///     but in vectors each carries it: Cassandra's layout, which drivers know.
    NativeType(String cqlName, String marshalSimpleName, int fixedLength, ScalarForm form) {
        this.cqlName = cqlName;
        this.marshalSimpleName = marshalSimpleName;
        this.fixedLength = fixedLength;
        this.form = form;
    }

    /// By CQL name in lower case, `varchar` included.
    public static Optional<NativeType> named(String name) {
        for (NativeType type : ALL) {
            if (type.cqlName.equals(name)) {
                return Optional.of(type);
            }
        }
        return name.equals("varchar") ? Optional.of(TEXT) : Optional.empty();
    }

    static Optional<NativeType> marshalNamed(String simpleName) {
        for (NativeType type : ALL) {
            if (type.marshalSimpleName.equals(simpleName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    @Override
    public String cqlName() {
        return cqlName;
    }

    @Override
    public boolean isMultiCell() {
        return false;
    }

    @Override
    public CqlType freeze() {
        return this;
    }

    @Override
    public int fixedLength() {
        return fixedLength;
    }

    /// Whether empty bytes are a value of this type.
    public boolean allowsEmpty() {
        return form.allowsEmpty();
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 0 || !form.allowsEmpty()) {
            form.validate(array, offset, length);
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return aLength == 0 || bLength == 0
                ? Boolean.compare(aLength != 0, bLength != 0)
                : form.compare(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        form.writeOrdered(array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return form.readOrdered(in);
    }

    @Override
    public boolean orderedIsLossless() {
        return form.orderedIsLossless();
    }

    @Override
    public boolean isQuoted() {
        return form.isQuoted();
    }

    @Override
    public String format(byte[] wire) {
        return wire.length == 0 && this != TEXT && this != ASCII && this != BLOB ? "" : form.format(wire);
    }

    @Override
    public byte[] parse(String text) {
        return form.parse(text);
    }

    @Override
    public String marshalName() {
        return MarshalNames.PACKAGE + marshalSimpleName;
    }

    @Override
    public boolean contains(NativeType type) {
        return this == type;
    }
}
