package org.helenus.schema.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.data.CqlVector;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The Java driver writes the same bytes for the same literal.
class DriverWireTest {
    @Test
    void scalars() {
        same(TypeCodecs.INT, -7, NativeType.INT, "-7");
        same(TypeCodecs.BIGINT, 1L << 40, NativeType.BIGINT, Long.toString(1L << 40));
        same(TypeCodecs.SMALLINT, (short) -2, NativeType.SMALLINT, "-2");
        same(TypeCodecs.TINYINT, (byte) 5, NativeType.TINYINT, "5");
        same(TypeCodecs.FLOAT, 1.5f, NativeType.FLOAT, "1.5");
        same(TypeCodecs.DOUBLE, -0.0, NativeType.DOUBLE, "-0.0");
        same(TypeCodecs.DECIMAL, new BigDecimal("-12.340"), NativeType.DECIMAL, "-12.340");
        same(TypeCodecs.VARINT, new BigInteger("-129"), NativeType.VARINT, "-129");
        same(TypeCodecs.TEXT, "é", NativeType.TEXT, "é");
        same(TypeCodecs.BOOLEAN, true, NativeType.BOOLEAN, "true");
        same(
                TypeCodecs.TIMESTAMP,
                Instant.parse("2020-02-29T01:02:03.004Z"),
                NativeType.TIMESTAMP,
                "2020-02-29 01:02:03.004Z");
        same(TypeCodecs.DATE, LocalDate.of(1969, 12, 31), NativeType.DATE, "1969-12-31");
        same(TypeCodecs.TIME, LocalTime.of(1, 2, 3, 4), NativeType.TIME, "01:02:03.000000004");
        var uuid = UUID.fromString("f47ac10b-58cc-4372-a567-0e02b2c3d479");
        same(TypeCodecs.UUID, uuid, NativeType.UUID, uuid.toString());
        same(TypeCodecs.DURATION, CqlDuration.from("-1mo2d3h"), NativeType.DURATION, "-1mo2d3h");
    }

    @Test
    void nested() {
        same(TypeCodecs.listOf(TypeCodecs.INT), List.of(1, 2), new ListType(NativeType.INT, false), "[1, 2]");
        same(TypeCodecs.setOf(TypeCodecs.TEXT), Set.of("a"), new SetType(NativeType.TEXT, true), "{'a'}");
        same(
                TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.listOf(TypeCodecs.BIGINT)),
                Map.of("k", List.of(3L)),
                new MapType(NativeType.TEXT, new ListType(NativeType.BIGINT, false), true),
                "{'k': [3]}");
        var tuple = DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT);
        same(
                TypeCodecs.tupleOf(tuple),
                tuple.newValue(1, null),
                new TupleType(List.of(NativeType.INT, NativeType.TEXT)),
                "(1, null)");
    }

    /// Which elements a vector lays side by side, and which behind a length, is the drivers' to say.
    @Test
    void vectors() {
        vector(TypeCodecs.FLOAT, NativeType.FLOAT, List.of(1f, 2f), "[1, 2]");
        vector(TypeCodecs.DOUBLE, NativeType.DOUBLE, List.of(1d, 2d), "[1, 2]");
        vector(TypeCodecs.INT, NativeType.INT, List.of(1, 2), "[1, 2]");
        vector(TypeCodecs.BIGINT, NativeType.BIGINT, List.of(1L, 2L), "[1, 2]");
        vector(TypeCodecs.BOOLEAN, NativeType.BOOLEAN, List.of(true, false), "[true, false]");
        vector(TypeCodecs.TEXT, NativeType.TEXT, List.of("a", "bc"), "['a', 'bc']");
        vector(TypeCodecs.SMALLINT, NativeType.SMALLINT, List.of((short) 1, (short) 2), "[1, 2]");
        vector(TypeCodecs.TINYINT, NativeType.TINYINT, List.of((byte) 1, (byte) 2), "[1, 2]");
        vector(TypeCodecs.VARINT, NativeType.VARINT, List.of(BigInteger.ONE, BigInteger.TEN), "[1, 10]");
        vector(
                TypeCodecs.TIME,
                NativeType.TIME,
                List.of(LocalTime.MIDNIGHT, LocalTime.NOON),
                "['00:00:00', '12:00:00']");
        vector(
                TypeCodecs.DATE,
                NativeType.DATE,
                List.of(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 2)),
                "['2020-01-01', '2020-01-02']");
        vector(
                TypeCodecs.TIMESTAMP,
                NativeType.TIMESTAMP,
                List.of(Instant.ofEpochMilli(1), Instant.ofEpochMilli(2)),
                "['1', '2']");
        UUID one = new UUID(1, 2);
        vector(TypeCodecs.UUID, NativeType.UUID, List.of(one, one), "[" + one + ", " + one + "]");
    }

    private static <T> void vector(TypeCodec<T> codec, CqlType element, List<T> values, String literal) {
        var vector = DataTypes.vectorOf(codec.getCqlType(), values.size());
        same(TypeCodecs.vectorOf(vector, codec), CqlVector.newInstance(values), new VectorType(element, 2), literal);
        assertThat(new VectorType(element, 2).marshalName())
                .isEqualTo("org.apache.cassandra.db.marshal.VectorType(" + element.marshalName() + " , 2)");
    }

    private static <T> void same(TypeCodec<T> codec, T value, CqlType type, String literal) {
        ByteBuffer encoded = codec.encode(value, DefaultProtocolVersion.V5);
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        assertThat(type.parse(literal)).as(type.cqlName()).isEqualTo(bytes);
        assertThat(codec.decode(ByteBuffer.wrap(type.parse(literal)), DefaultProtocolVersion.V5))
                .isEqualTo(value);
        type.validate(bytes, 0, bytes.length);
    }
}
