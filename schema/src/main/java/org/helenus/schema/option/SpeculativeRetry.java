package org.helenus.schema.option;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.helenus.schema.error.ConfigurationError;

/// When to ask another replica as well: `NEVER`, `ALWAYS`, `50ms`, `99p`, `MIN(99p,50ms)`. Kept as text for clients;
/// one node has nobody else to ask.
final class SpeculativeRetry {
    private static final Pattern PERCENTILE = Pattern.compile("([0-9.]+)p(ercentile)?");
    private static final Pattern FIXED = Pattern.compile("([0-9.]+)ms");
    private static final Pattern HYBRID = Pattern.compile("(MIN|MAX)\\(([0-9.]+[A-Z]+)\\s*,\\s*([0-9.]+[A-Z]+)\\)");

    private SpeculativeRetry() {}

    /// The canonical text.
    static String parse(String option, String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        if (upper.equals("NEVER") || upper.equals("NONE")) {
            return "NEVER";
        }
        if (upper.equals("ALWAYS")) {
            return "ALWAYS";
        }
        Matcher hybrid = HYBRID.matcher(upper);
        if (hybrid.matches()) {
            return hybrid(option, value, hybrid);
        }
        return simple(option, value);
    }

    private static String hybrid(String option, String value, Matcher matcher) {
        String first = simple(option, matcher.group(2).toLowerCase(Locale.ROOT));
        String second = simple(option, matcher.group(3).toLowerCase(Locale.ROOT));
        boolean firstIsPercentile = first.endsWith("p");
        if (firstIsPercentile == second.endsWith("p")) {
            throw new ConfigurationError("Invalid value " + value + " for option '" + option
                    + "': MIN()/MAX() arguments should be of different types, but both are of type "
                    + (firstIsPercentile ? "PERCENTILE" : "FIXED"));
        }
        return matcher.group(1) + "(" + (firstIsPercentile ? first + "," + second : second + "," + first) + ")";
    }

    private static String simple(String option, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        try {
            Matcher percentile = PERCENTILE.matcher(lower);
            if (percentile.matches()) {
                return percentile(option, value, new BigDecimal(percentile.group(1)));
            }
            Matcher fixed = FIXED.matcher(lower);
            if (fixed.matches()) {
                return new BigDecimal(fixed.group(1)).setScale(0, RoundingMode.DOWN) + "ms";
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new ConfigurationError("Invalid value " + value + " for option '" + option + "'");
    }

    private static String percentile(String option, String value, BigDecimal percentile) {
        if (percentile.signum() <= 0 || percentile.compareTo(BigDecimal.valueOf(100)) >= 0) {
            throw new ConfigurationError("Invalid value " + value + " for PERCENTILE option '" + option
                    + "': must be between (0.0 and 100.0)");
        }
        return percentile
                        .setScale(5, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString() + "p";
    }
}
