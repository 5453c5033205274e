package org.helenus.query.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlDuration;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// `floor(time, duration [, start])`: the latest of start, start + duration, start + 2 × duration … that is not after
/// the time.
final class FloorFunctions {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long DAY_NANOS = DAY_MILLIS * 1_000_000L;

    private FloorFunctions() {}

    static List<NativeFunction> all() {
        var all = new ArrayList<NativeFunction>();
        both(all, NativeType.TIMESTAMP, NativeType.TIMESTAMP, Wire::toLong, Wire::toLong);
        both(all, NativeType.TIMEUUID, NativeType.TIMESTAMP, TimeFunctions::millis, Wire::toLong);
        dates(all);
        all.add(NativeFunction.of(
                "floor",
                List.of(NativeType.TIME, NativeType.DURATION),
                NativeType.TIME,
                values -> Wire.ofLong(floorTime(Wire.toLong(values[0]), duration(values[1])))));
        return all;
    }

    private interface Millis {
        long of(byte[] value);
    }

    private static void both(List<NativeFunction> all, CqlType type, CqlType startType, Millis time, Millis start) {
        all.add(NativeFunction.of(
                "floor",
                List.of(type, NativeType.DURATION),
                NativeType.TIMESTAMP,
                values -> Wire.ofLong(floor(time.of(values[0]), millisPrecise(values[1]), 0))));
        all.add(NativeFunction.of(
                "floor",
                List.of(type, NativeType.DURATION, startType),
                NativeType.TIMESTAMP,
                values -> Wire.ofLong(floor(time.of(values[0]), millisPrecise(values[1]), start.of(values[2])))));
    }

    private static void dates(List<NativeFunction> all) {
        all.add(NativeFunction.of(
                "floor",
                List.of(NativeType.DATE, NativeType.DURATION),
                NativeType.DATE,
                values -> TimeFunctions.date(floor(TimeFunctions.millisOfDate(values[0]), dayPrecise(values[1]), 0))));
        all.add(NativeFunction.of(
                "floor",
                List.of(NativeType.DATE, NativeType.DURATION, NativeType.DATE),
                NativeType.DATE,
                values -> TimeFunctions.date(floor(
                        TimeFunctions.millisOfDate(values[0]),
                        dayPrecise(values[1]),
                        TimeFunctions.millisOfDate(values[2])))));
    }

    private static CqlDuration duration(byte[] wire) {
        CqlDuration duration = CqlDuration.read(wire, 0, wire.length);
        if (duration.months() < 0 || duration.days() < 0 || duration.nanoseconds() < 0) {
            throw new InvalidRequest("Negative durations are not supported by the floor function");
        }
        return duration;
    }

    private static CqlDuration millisPrecise(byte[] wire) {
        CqlDuration duration = duration(wire);
        if (duration.nanoseconds() % 1_000_000 != 0) {
            throw new InvalidRequest("The floor cannot be computed for the " + duration
                    + " duration as precision is below 1 millisecond");
        }
        return duration;
    }

    private static CqlDuration dayPrecise(byte[] wire) {
        CqlDuration duration = duration(wire);
        if (duration.nanoseconds() != 0) {
            throw new InvalidRequest("The floor on date values cannot be computed for the " + duration
                    + " duration as precision is below 1 day");
        }
        return duration;
    }

    private static long floorTime(long nanos, CqlDuration duration) {
        if (duration.months() != 0 || duration.days() != 0 || duration.nanoseconds() >= DAY_NANOS) {
            throw new InvalidRequest(
                    "For time values, the floor can only be computed for durations smaller that a day");
        }
        return duration.nanoseconds() == 0 ? nanos : nanos - nanos % duration.nanoseconds();
    }

    private static long floor(long millis, CqlDuration duration, long start) {
        if (start > millis) {
            throw new InvalidRequest("The floor function starting time is greater than the provided time");
        }
        if (duration.months() == 0) {
            long step = duration.days() * DAY_MILLIS + duration.nanoseconds() / 1_000_000;
            return step == 0 ? millis : millis - Math.floorMod(millis - start, step);
        }
        OffsetDateTime from = Instant.ofEpochMilli(start).atOffset(ZoneOffset.UTC);
        OffsetDateTime to = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
        long monthsBetween = (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
        // Days and smaller units only make each step longer, so this is never too few.
        long most = monthsBetween / duration.months();
        // Fewer months are counted back from here, as Cassandra does: a month's end that was cut short stays
        // so.
        OffsetDateTime last = from.plusMonths(most * duration.months());
        long low = 0;
        long high = most;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (isAfter(after(last, duration, most, middle), millis)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return Math.max(start, after(last, duration, most, low).orElse(start));
    }

    private static boolean isAfter(OptionalLong moment, long millis) {
        return moment.isEmpty() || moment.getAsLong() > millis;
    }

    /// The end of so many steps; empty: beyond all times.
    private static OptionalLong after(OffsetDateTime last, CqlDuration duration, long most, long steps) {
        try {
            return OptionalLong.of(last.minusMonths((most - steps) * duration.months())
                    .plusDays(Math.multiplyExact(steps, (long) duration.days()))
                    .toInstant()
                    .plusMillis(Math.multiplyExact(steps, duration.nanoseconds() / 1_000_000))
                    .toEpochMilli());
        } catch (DateTimeException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }
}
