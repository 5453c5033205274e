package org.helenus.query.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.query.expression.TimeUuids;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// Functions of time and chance: `now`, `uuid`, the moment in every form, and conversions between the forms.
final class TimeFunctions {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long DAY_SECONDS = 86_400L;
    private static final long DAY_MICROS = DAY_MILLIS * 1000;
    /// `date` counts days as an unsigned integer around this.
    private static final long DATE_EPOCH = 1L << 31;
    /// The smallest and the greatest last eight bytes, in the order of time UUIDs.
    private static final long LEAST_LOW = 0x8080_8080_8080_8080L;

    private static final long GREATEST_LOW = 0x7F7F_7F7F_7F7F_7F7FL;

    private TimeFunctions() {}

    static List<NativeFunction> all() {
        var all = new ArrayList<NativeFunction>();
        all.add(NativeFunction.impure("uuid", NativeType.UUID, (environment, _) -> {
            long high = environment.random().nextLong() & ~0xF000L | 0x4000L;
            long low = environment.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
            return Optional.of(uuid(high, low));
        }));
        for (String name : List.of("now", "current_timeuuid", "currenttimeuuid")) {
            all.add(NativeFunction.impure(
                    name,
                    NativeType.TIMEUUID,
                    (environment, _) -> Optional.of(environment.timeUuids().next())));
        }
        for (String name : List.of("current_timestamp", "currenttimestamp")) {
            all.add(NativeFunction.impure(
                    name,
                    NativeType.TIMESTAMP,
                    (environment, _) ->
                            Optional.of(Wire.ofLong(environment.clock().wallMicros() / 1000))));
        }
        for (String name : List.of("current_date", "currentdate")) {
            all.add(NativeFunction.impure(
                    name,
                    NativeType.DATE,
                    (environment, _) -> Optional.of(date(environment.clock().wallMicros() / 1000))));
        }
        for (String name : List.of("current_time", "currenttime")) {
            all.add(NativeFunction.impure(
                    name,
                    NativeType.TIME,
                    (environment, _) ->
                            Optional.of(Wire.ofLong(environment.clock().wallMicros() % DAY_MICROS * 1000))));
        }
        conversions(all);
        return all;
    }

    private static void conversions(List<NativeFunction> all) {
        for (String name : List.of("min_timeuuid", "mintimeuuid")) {
            all.add(one(
                    name,
                    NativeType.TIMESTAMP,
                    NativeType.TIMEUUID,
                    at -> timeUuid(ticks(Wire.toLong(at)), LEAST_LOW)));
        }
        for (String name : List.of("max_timeuuid", "maxtimeuuid")) {
            all.add(one(
                    name,
                    NativeType.TIMESTAMP,
                    NativeType.TIMEUUID,
                    at -> timeUuid(ticks(Wire.toLong(at)) + 9_999, GREATEST_LOW)));
        }
        for (String name : List.of("to_date", "todate")) {
            all.add(one(name, NativeType.TIMEUUID, NativeType.DATE, uuid -> date(millis(uuid))));
            all.add(one(name, NativeType.TIMESTAMP, NativeType.DATE, at -> date(Wire.toLong(at))));
        }
        for (String name : List.of("to_timestamp", "totimestamp")) {
            all.add(one(name, NativeType.TIMEUUID, NativeType.TIMESTAMP, uuid -> Wire.ofLong(millis(uuid))));
            all.add(one(name, NativeType.DATE, NativeType.TIMESTAMP, day -> Wire.ofLong(millisOfDate(day))));
        }
        for (String name : List.of("to_unix_timestamp", "tounixtimestamp")) {
            all.add(one(name, NativeType.TIMEUUID, NativeType.BIGINT, uuid -> Wire.ofLong(millis(uuid))));
            all.add(one(name, NativeType.TIMESTAMP, NativeType.BIGINT, at -> at));
            all.add(one(name, NativeType.DATE, NativeType.BIGINT, day -> Wire.ofLong(millisOfDate(day))));
        }
    }

    private interface Conversion {
        byte[] apply(byte[] value);
    }

    private static NativeFunction one(String name, CqlType from, CqlType to, Conversion conversion) {
        return NativeFunction.of(name, List.of(from), to, values -> conversion.apply(values[0]));
    }

    private static byte[] uuid(long high, long low) {
        return Wire.ofUuid(new UUID(high, low));
    }

    private static long ticks(long millis) {
        return millis * 10_000 + TimeUuids.EPOCH_TICKS;
    }

    private static byte[] timeUuid(long ticks, long low) {
        long high = ticks << 32 | (ticks >>> 16) & 0xFFFF_0000L | 0x1000L | (ticks >>> 48) & 0x0FFFL;
        return uuid(high, low);
    }

    /// Milliseconds since 1970 of a time UUID.
    static long millis(byte[] timeUuid) {
        return Math.floorDiv(TimeUuids.ticks(timeUuid, 0) - TimeUuids.EPOCH_TICKS, 10_000L);
    }

    /// The day of a moment; before 1970, as Cassandra counts, the one after, unless a day begins there.
    static byte[] date(long millis) {
        return Wire.ofInt((int) (Math.floorDiv(millis, 1000L) / DAY_SECONDS + DATE_EPOCH));
    }

    static long millisOfDate(byte[] date) {
        return (Integer.toUnsignedLong(Wire.toInt(date)) - DATE_EPOCH) * DAY_MILLIS;
    }
}
