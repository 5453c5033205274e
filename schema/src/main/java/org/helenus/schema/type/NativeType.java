package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// The types that have a name of one word. `varchar` is another name of `text`.
public enum NativeType implements CqlType {
    ASCII("ascii", "AsciiType", -1),
    BIGINT("bigint", "LongType", 8),
    BLOB("blob", "BytesType", -1),
    BOOLEAN("boolean", "BooleanType", 1),
    COUNTER("counter", "CounterColumnType", -1),
    DATE("date", "SimpleDateType", -1),
    DECIMAL("decimal", "DecimalType", -1),
    DOUBLE("double", "DoubleType", 8),
    DURATION("duration", "DurationType", -1),
    FLOAT("float", "FloatType", 4),
    INET("inet", "InetAddressType", -1),
    INT("int", "Int32Type", 4),
    SMALLINT("smallint", "ShortType", -1),
    TEXT("text", "UTF8Type", -1),
    TIME("time", "TimeType", -1),
    TIMESTAMP("timestamp", "TimestampType", 8),
    TIMEUUID("timeuuid", "TimeUUIDType", 16),
    TINYINT("tinyint", "ByteType", -1),
    UUID("uuid", "UUIDType", 16),
    VARINT("varint", "IntegerType", -1);

    private final String cqlName;
    private final String marshalSimpleName;
    private final int fixedLength;

    NativeType(String cqlName, String marshalSimpleName, int fixedLength) {
        this.cqlName = cqlName;
        this.marshalSimpleName = marshalSimpleName;
        this.fixedLength = fixedLength;
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
        return "org.apache.cassandra.db.marshal." + marshalSimpleName;
    }

    @Override
    public boolean contains(NativeType type) {
        return this == type;
    }
}
