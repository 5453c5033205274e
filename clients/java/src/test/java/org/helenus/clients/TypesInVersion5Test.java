package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.data.CqlVector;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type that the driver knows, both ways: values at their edges, null, unset and empty.
class TypesInVersion5Test extends InKeyspace {
    private static final UUID TIME_UUID = UUID.fromString("a4a70900-24e1-11df-8924-001ff3591711");

    private int tables;

    /// A type and values of it, all of which must come back equal.
    record Values(String type, List<?> values) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Values> nativeTypes() throws UnknownHostException {
        return Stream.of(
                new Values("ascii", List.of("plain", "", "~ !\u0001")),
                new Values("bigint", List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)),
                new Values("blob", List.of(bytes("x"), bytes(""), bytes("block".repeat(20_000)))),
                new Values("boolean", List.of(true, false)),
                new Values("decimal", List.of(new BigDecimal("0"), new BigDecimal("-1.50"), new BigDecimal("1E+30"))),
                new Values("double", List.of(0.0, -0.0, 1.5, -1e308, Double.MIN_VALUE, Double.NaN)),
                new Values("float", List.of(0f, -0f, 1.5f, Float.NEGATIVE_INFINITY, Float.NaN)),
                new Values(
                        "inet",
                        List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("2001:db8::ff00:42:8329"))),
                new Values("int", List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE)),
                new Values("text", List.of("", "plain", "Ἕλενος, 預言者 🐍", "'quoted' $$", "x".repeat(70_000))),
                new Values(
                        "timestamp",
                        List.of(Instant.parse("2026-11-21T12:00:00.123Z"), Instant.EPOCH, Instant.ofEpochMilli(-1))),
                new Values("timeuuid", List.of(TIME_UUID)),
                new Values("uuid", List.of(new UUID(0, 0), new UUID(-1, -1))),
                new Values("varint", List.of(BigInteger.ZERO, BigInteger.valueOf(-129), BigInteger.TEN.pow(60))));
    }

    static Stream<Values> collections() {
        return Stream.of(
                new Values("list<int>", List.of(List.of(1, 2, 2, -1))),
                new Values("set<text>", List.of(Set.of("a", "b"))),
                new Values("map<text, int>", List.of(Map.of("a", 1, "b", 2))),
                new Values("frozen<list<text>>", List.of(List.of("x", ""), List.of())),
                new Values("frozen<map<int, blob>>", List.of(Map.of(1, bytes(""), 2, bytes("y")), Map.of())),
                new Values(
                        "list<frozen<map<text, frozen<set<int>>>>>",
                        List.of(List.of(Map.of("a", Set.of(1, 2)), Map.of("b", Set.<Integer>of())))));
    }

    /// Types that version 3 knows only as custom ones, which this driver gives as bytes.
    static Stream<Values> newerTypes() {
        return Stream.of(
                new Values("date", List.of(LocalDate.EPOCH, LocalDate.of(2026, 11, 21), LocalDate.of(-1, 1, 1))),
                new Values("duration", List.of(CqlDuration.newInstance(1, 2, 3), CqlDuration.newInstance(-1, -2, -3))),
                new Values("smallint", List.of((short) 0, Short.MAX_VALUE, Short.MIN_VALUE)),
                new Values("time", List.of(LocalTime.MIDNIGHT, LocalTime.MAX)),
                new Values("tinyint", List.of((byte) 0, Byte.MAX_VALUE, Byte.MIN_VALUE)),
                new Values("vector<float, 3>", List.of(CqlVector.newInstance(1.5f, -2f, 0f))),
                new Values("vector<text, 2>", List.of(CqlVector.newInstance("a", "longer"))));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource({"nativeTypes", "collections", "newerTypes"})
    void type(Values type) {
        roundTrip(type);
    }

    /// Each type has a table with a name of its own: the driver keeps prepared statements by their text.
    void roundTrip(Values type) {
        var table = "t" + tables++;
        session.execute("CREATE TABLE %s (k int PRIMARY KEY, v %s)".formatted(table, type.type));
        var insert = session.prepare("INSERT INTO %s (k, v) VALUES (?, ?)".formatted(table));
        var select = session.prepare("SELECT v FROM %s WHERE k = ?".formatted(table));
        for (int k = 0; k < type.values.size(); k++) {
            session.execute(insert.bind(k, type.values.get(k)));
            assertThat(one(select.bind(k)).getObject("v")).isEqualTo(type.values.get(k));
        }
        session.execute(insert.bind(1000, null));
        assertThat(one(select.bind(1000)).isNull("v")).isTrue();
        if (!protocolVersion().equals("V3")) {
            session.execute(insert.bind(2000, type.values.getFirst()));
            session.execute(insert.bind().setInt("k", 2000));
            assertThat(one(select.bind(2000)).getObject("v")).isEqualTo(type.values.getFirst());
        }
    }

    @Test
    void tuples() {
        session.execute("CREATE TABLE tuples (k int PRIMARY KEY, v tuple<int, text, frozen<list<int>>>)");
        var type = DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT, DataTypes.frozenListOf(DataTypes.INT));
        var full = type.newValue(1, "a", List.of(1, 2));
        var partial = type.newValue(null, "", null);
        var insert = session.prepare("INSERT INTO tuples (k, v) VALUES (?, ?)");
        for (TupleValue value : List.of(full, partial)) {
            session.execute(insert.bind(1, value));
            assertThat(one("SELECT v FROM tuples").getTupleValue("v")).isEqualTo(value);
        }
    }

    @Test
    void userTypes() {
        session.execute("CREATE TYPE point (x int, y int)");
        session.execute("CREATE TYPE path (name text, points list<frozen<point>>)");
        session.execute(
                "CREATE TABLE places (k int PRIMARY KEY, at point, way frozen<path>, a map<text, frozen<path>>)");
        var types = session.getMetadata().getKeyspace(keyspace).orElseThrow();
        var point = types.getUserDefinedType("point").orElseThrow();
        var path = types.getUserDefinedType("path").orElseThrow();
        var at = point.newValue(5, null);
        var way = path.newValue("home", List.of(point.newValue(1, 2), point.newValue(3, null)));
        var insert = session.prepare("INSERT INTO places (k, at, way, a) VALUES (?, ?, ?, ?)");
        session.execute(insert.bind(1, at, way, Map.of("a", way, "b", path.newValue())));
        var row = one("SELECT at, way, a FROM places");
        assertThat(row.getUdtValue("at")).isNotNull();
        assertThat(row.getUdtValue("at").getInt("x")).isEqualTo(5);
        assertThat(row.getUdtValue("at").isNull("y")).isTrue();
        assertThat(row.getUdtValue("way").getFormattedContents()).isEqualTo(way.getFormattedContents());
        assertThat(row.getObject("a")).isInstanceOf(Map.class);
        session.execute("UPDATE places SET at.y = 9 WHERE k = 1");
        assertThat(one("SELECT at FROM places").getUdtValue("at").getInt("y")).isEqualTo(9);
    }

    @Test
    void emptyIsNotNull() {
        session.execute("CREATE TABLE empties (k int PRIMARY KEY, i int, s text)");
        session.execute("INSERT INTO empties (k, i, s) VALUES (1, ?, ?)", ByteBuffer.allocate(0), "");
        var row = one("SELECT i, s FROM empties");
        assertThat(row.getBytesUnsafe("i")).isNotNull().matches(bytes -> bytes.remaining() == 0);
        assertThat(row.getString("s")).isEmpty();
    }

    @Test
    void counters() {
        session.execute("CREATE TABLE counts (k int PRIMARY KEY, c counter)");
        var add = session.prepare("UPDATE counts SET c = c + ? WHERE k = ?");
        for (long change : new long[] {5, -7, 1L << 40}) {
            session.execute(add.bind(change, 1));
        }
        assertThat(one("SELECT c FROM counts").getLong("c")).isEqualTo((1L << 40) - 2);
    }
}
