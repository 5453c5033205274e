package org.helenus.tools.load;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// A date and time format as `cqlsh` and `strptime` write it: `%Y-%m-%d %H:%M:%S%z`. Knows `%Y %y %m %d %j %b %B %H %I
/// %M %S %f %p %z %Z %T %D %F %R %%`; what is not a directive stands for itself. Immutable.
final class StrftimePattern {
    private final String pattern;
    private final DateTimeFormatter formatter;

    /// @throws IllegalArgumentException for a directive that is not known
    StrftimePattern(String pattern) {
        this.pattern = pattern;
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        append(pattern, builder);
        formatter = builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.SMART);
    }

    private static void append(String pattern, DateTimeFormatterBuilder builder) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                builder.appendLiteral(c);
                continue;
            }
            if (++i == pattern.length()) {
                throw new IllegalArgumentException("a format that ends with %");
            }
            directive(pattern.charAt(i), builder);
        }
    }

    private static void directive(char letter, DateTimeFormatterBuilder builder) {
        switch (letter) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(1969, 1, 1));
            case 'm' -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'd' -> builder.appendValue(ChronoField.DAY_OF_MONTH, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'j' -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
            case 'b' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'H' -> builder.appendValue(ChronoField.HOUR_OF_DAY, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'I' ->
                builder.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'M' -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'S' ->
                builder.appendValue(ChronoField.SECOND_OF_MINUTE, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
            case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false);
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY, TextStyle.SHORT);
            case 'z' ->
                builder.optionalStart()
                        .appendOffset("+HH:MM", "Z")
                        .optionalEnd()
                        .optionalStart()
                        .appendOffset("+HHMM", "+0000")
                        .optionalEnd();
            case 'Z' -> builder.appendZoneOrOffsetId();
            case 'T' -> append("%H:%M:%S", builder);
            case 'D' -> append("%m/%d/%y", builder);
            case 'F' -> append("%Y-%m-%d", builder);
            case 'R' -> append("%H:%M", builder);
            case '%' -> builder.appendLiteral('%');
            default -> throw new IllegalArgumentException("the format knows no %" + letter);
        }
    }

    /// Milliseconds since 1970; without a zone in the text it is UTC, without a time midnight.
    long timestampMillis(String text) {
        TemporalAccessor parsed = parse(text);
        LocalDate date = date(parsed, text);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        ZoneId zone = parsed.query(TemporalQueries.zone());
        var local = LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time);
        return ZonedDateTime.of(local, zone == null ? ZoneOffset.UTC : zone)
                .toInstant()
                .toEpochMilli();
    }

    /// Days since 1970.
    long epochDay(String text) {
        return date(parse(text), text).toEpochDay();
    }

    /// Nanoseconds since midnight.
    long nanoOfDay(String text) {
        LocalTime time = parse(text).query(TemporalQueries.localTime());
        if (time == null) {
            throw wrong(text);
        }
        return time.toNanoOfDay();
    }

    private LocalDate date(TemporalAccessor parsed, String text) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            throw wrong(text);
        }
        return date;
    }

    private TemporalAccessor parse(String text) {
        try {
            return formatter.parse(text);
        } catch (DateTimeException e) {
            throw wrong(text);
        }
    }

    private BadValueException wrong(String text) {
        return new BadValueException("'" + text + "' does not look like " + pattern);
    }
}
