package org.helenus.tools.sstable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times in words, in one time zone.
record TimeText(ZoneId zone) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    String seconds(long seconds) {
        return FORMAT.format(Instant.ofEpochSecond(seconds).atZone(zone));
    }

    String millis(long millis) {
        return seconds(Math.floorDiv(millis, 1_000L));
    }

    String micros(long micros) {
        return seconds(Math.floorDiv(micros, 1_000_000L));
    }

    /// `1 day 2 hours`; nothing for 0.
    String duration(long seconds) {
        long[] counts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        String[] units = {"day", "hour", "minute", "second"};
        var text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(counts[i])
                        .append(' ')
                        .append(units[i])
                        .append(counts[i] == 1 ? "" : "s");
            }
        }
        return text.toString();
    }

    String longDuration(long seconds) {
        return "Days: " + seconds / 86_400 + " Hours: " + seconds / 3_600 % 24 + " Minutes: " + seconds / 60 % 60
                + " Seconds: " + seconds % 60;
    }

    String comment(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
