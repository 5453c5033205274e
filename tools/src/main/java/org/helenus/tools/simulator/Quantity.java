package org.helenus.tools.simulator;

import java.time.Duration;
import java.util.regex.Pattern;
import org.helenus.schema.option.ByteSize;

/// Numbers as people write them: `64MiB`, `12h`, `2.5k`.
final class Quantity {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(s|m|h|d)");
    private static final Pattern COUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kMG]?)");

    private Quantity() {}

    static long bytes(String text) {
        return ByteSize.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a size such as 64MiB"));
    }

    static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 90s, 30m, 12h or 7d");
        }
        int seconds = switch (matcher.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        return Duration.ofMillis((long) (Double.parseDouble(matcher.group(1)) * seconds * 1000));
    }

    static double count(String text) {
        var matcher = COUNT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number such as 500, 10k or 2.5M");
        }
        double unit = switch (matcher.group(2)) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
        return unit * Double.parseDouble(matcher.group(1));
    }

    /// A share of all, `0.3` or `30%`.
    static double share(String text) {
        try {
            return text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a share such as 0.3 or 30%", e);
        }
    }

    static String ofBytes(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
