package org.helenus.server.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Quantities as they are written: `10ms`, `64MiB`, `16MiB/s`. Units count as Cassandra's do: KiB is 1024 bytes, a
/// number without unit is refused unless it is 0.
final class Units {
    private static final Map<String, Long> BYTES =
            Map.of("b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private Units() {}

    static long bytes(String text) {
        return quantity(text, BYTES, "a size such as 64MiB (units B, KiB, MiB, GiB)");
    }

    static Duration duration(String text) {
        return Duration.ofNanos(quantity(text, NANOS, "a duration such as 10ms (units ns, us, ms, s, m, h, d)"));
    }

    static long bytesPerSecond(String text) {
        var expected = "a rate such as 64MiB/s (units B/s, KiB/s, MiB/s, GiB/s)";
        if (text.equals("0")) {
            return 0;
        }
        if (!text.endsWith("/s")) {
            throw new IllegalArgumentException("'" + text + "' is not " + expected);
        }
        return quantity(text.substring(0, text.length() - 2), BYTES, expected);
    }

    /// In the largest unit that leaves a whole number.
    static String bytesText(long bytes) {
        return text(bytes, List.of("TiB", "GiB", "MiB", "KiB", "B"), BYTES);
    }

    /// In the largest unit that leaves a whole number.
    static String durationText(Duration duration) {
        return duration.isZero()
                ? "0ms"
                : text(duration.toNanos(), List.of("d", "h", "m", "s", "ms", "us", "ns"), NANOS);
    }

    static String rateText(long bytesPerSecond) {
        return bytesText(bytesPerSecond) + "/s";
    }

    private static String text(long value, List<String> units, Map<String, Long> sizes) {
        for (String unit : units) {
            long size = sizes.get(unit.toLowerCase(Locale.ROOT));
            if (value >= size && value % size == 0) {
                return value / size + unit;
            }
        }
        return value + units.getLast();
    }

    /// A value in the unit of an older spelling, rounded down.
    static long in(String unit, long value) {
        String name = unit.toLowerCase(Locale.ROOT).replace("/s", "");
        return value / (BYTES.containsKey(name) ? BYTES.get(name) : NANOS.get(name));
    }

    private static long quantity(String text, Map<String, Long> units, String expected) {
        int digits = 0;
        while (digits < text.length() && isNumeric(text.charAt(digits))) {
            digits++;
        }
        var number = text.substring(0, digits);
        var unit = text.substring(digits).strip().toLowerCase(Locale.ROOT);
        if (number.equals("0") && unit.isEmpty()) {
            return 0;
        }
        if (!units.containsKey(unit) || number.length() > 18) {
            throw new IllegalArgumentException("'" + text + "' is not " + expected);
        }
        try {
            return new BigDecimal(number)
                    .multiply(BigDecimal.valueOf(units.get(unit)))
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + expected);
        }
    }

    private static boolean isNumeric(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }
}
