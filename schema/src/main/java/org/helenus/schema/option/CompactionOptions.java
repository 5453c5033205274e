package org.helenus.schema.option;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.helenus.schema.error.ConfigurationError;

/// Checks the sub-options of `compaction`. Each check takes its option out; what is left nobody understands.
final class CompactionOptions {
    private static final Pattern SCALING = Pattern.compile("N|[LT]\\d+|[+-]?\\d+");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int DEEPEST_LEVEL = 8;
    private static final double LARGEST_MIN_SHARE = Math.sqrt(0.5);

    private final TreeMap<String, String> rest;

    private CompactionOptions(Map<String, String> options) {
        rest = new TreeMap<>(options);
    }

    static void validate(CompactionParams.Strategy strategy, Map<String, String> given) {
        var options = new CompactionOptions(given);
        options.common();
        if (strategy.hasThresholds()) {
            options.thresholds();
        }
        switch (strategy) {
            case SIZE_TIERED -> options.sizeTiered();
            case LEVELED -> {
                options.leveled();
                options.sizeTiered();
            }
            case TIME_WINDOW -> {
                options.timeWindow();
                options.sizeTiered();
            }
            case UNIFIED -> options.unified();
            case FIFO -> options.fifo();
        }
        if (!options.rest.isEmpty()) {
            String className = strategy.className();
            throw new ConfigurationError("Properties specified " + options.rest.keySet() + " are not understood by "
                    + className.substring(className.lastIndexOf('.') + 1));
        }
    }

    private void common() {
        tombstoneThreshold();
        positiveOrZero("tombstone_compaction_interval", "%s must be greater than 0, but was %d");
        truth("unchecked_tombstone_compaction", "'%s' should be either 'true' or 'false', not '%s'");
        truth("log_all", "'%s' should either be 'true' or 'false', not %s");
        truth("enabled", "%s should either be 'true' or 'false', not %s");
        truth("only_purge_repaired_tombstones", "'%s' should either be 'true' or 'false', not %s");
        oneOf("filter_memory", "even", "by_size");
        String overlapping = rest.remove("provide_overlapping_tombstones");
        if (overlapping != null && !isOneOf(overlapping.toUpperCase(Locale.ROOT), "NONE", "ROW", "CELL")) {
            throw new ConfigurationError("Invalid value " + overlapping.toUpperCase(Locale.ROOT)
                    + " for 'provide_overlapping_tombstones' compaction sub-option - must be one of the following"
                    + " [NONE, ROW, CELL].");
        }
    }

    /// A share; Cassandra calls it an int all the same.
    private void tombstoneThreshold() {
        String value = rest.remove("tombstone_threshold");
        if (value == null) {
            return;
        }
        double threshold;
        try {
            threshold = Float.parseFloat(value);
        } catch (NumberFormatException _) {
            threshold = Double.NaN;
        }
        if (Double.isNaN(threshold)) {
            throw new ConfigurationError(value + " is not a parsable int (base10) for tombstone_threshold");
        }
        if (threshold < 0) {
            throw new ConfigurationError(
                    String.format(Locale.ROOT, "tombstone_threshold must be greater than 0, but was %f", threshold));
        }
    }

    private void thresholds() {
        int min = threshold("min_threshold");
        int max = threshold("max_threshold");
        if (min == 0 || max == 0) {
            throw new ConfigurationError("Disabling compaction by setting compaction thresholds to 0 has been removed,"
                    + " set the compaction option 'enabled' to false instead.");
        }
        if (min < 2) {
            throw new ConfigurationError("Min compaction threshold cannot be less than 2 (got " + min + ")");
        }
        if (min > max) {
            throw new ConfigurationError("Min compaction threshold (got " + min
                    + ") cannot be greater than max compaction threshold (got " + max + ")");
        }
    }

    private int threshold(String name) {
        String value = rest.remove(name);
        try {
            if (DIGITS.matcher(value).matches()) {
                return Integer.parseInt(value);
            }
        } catch (NumberFormatException _) {
            // too long: told below, like what has a sign
        }
        throw new ConfigurationError(
                "Invalid value " + value + " for '" + name + "' compaction sub-option - must be an integer");
    }

    private void sizeTiered() {
        positiveOrZero("min_sstable_size", "%s must be non negative: %d");
        double low = number("bucket_low", 0.5);
        double high = number("bucket_high", 1.5);
        if (high <= low) {
            throw new ConfigurationError(
                    "bucket_high value (" + high + ") is less than or equal to the bucket_low value (" + low + ")");
        }
    }

    private void leveled() {
        int size = atLeastOne("sstable_size_in_mb", 160, "%s must be larger than 0, but was %s");
        int fanout = atLeastOne("fanout_size", 10, "%s must be larger than 0, but was %s");
        double deepest = Math.pow(fanout, DEEPEST_LEVEL) * ((long) size << 20);
        if (deepest > Long.MAX_VALUE) {
            throw new ConfigurationError("At most " + Long.MAX_VALUE + " bytes may be in a compaction level; your"
                    + " maxSSTableSize must be absurdly high to compute "
                    + String.format(Locale.ROOT, "%.0f", deepest));
        }
        truth("single_sstable_uplevel", "'%s' should either be 'true' or 'false', not %s");
    }

    private void timeWindow() {
        oneOf("timestamp_resolution", "SECONDS", "MILLISECONDS", "MICROSECONDS", "NANOSECONDS");
        oneOf("compaction_window_unit", "MINUTES", "HOURS", "DAYS");
        long size = int32("compaction_window_size", 1);
        if (size < 1) {
            throw new ConfigurationError(size + " must be greater than 1 for compaction_window_size");
        }
        positiveOrZero("expired_sstable_check_frequency_seconds", "%s must not be negative, but was %d");
        truth("unsafe_aggressive_sstable_expiration", "%s is not 'true' or 'false' (%s)");
    }

    private void unified() {
        scaling();
        long target = size("target_sstable_size", 1L << 30, 1L << 20);
        size("flush_size_override", 0, 1L << 20);
        String min = rest.get("min_sstable_size");
        if (min != null
                && min.startsWith("-")
                && ByteSize.parse(min.substring(1)).isPresent()) {
            throw new ConfigurationError(
                    "Invalid configuration, min_sstable_size should be greater than or equal to 0 (zero)");
        }
        long minSize = size("min_sstable_size", 100L << 20, 0);
        // The default bends to the target; a value that was given must fit.
        if (min != null && minSize > target * LARGEST_MIN_SHARE) {
            throw new ConfigurationError("Invalid configuration, min_sstable_size (" + pretty(minSize)
                    + ") should be less than 70% of the targetSSTableSize (" + pretty(target) + ")");
        }
        positive("base_shard_count", int32("base_shard_count", 1));
        int32("max_sstables_to_compact", 0);
        positive("expired_sstable_check_frequency_seconds", integer("expired_sstable_check_frequency_seconds", 1));
        truth("unsafe_aggressive_sstable_expiration", "%s should either be 'true' or 'false', not %s");
        truth("cascade", "%s should either be 'true' or 'false', not %s");
        growth();
        String inclusion = rest.remove("overlap_inclusion_method");
        if (inclusion != null && !isOneOf(inclusion.toUpperCase(Locale.ROOT), "NONE", "SINGLE", "TRANSITIVE")) {
            throw new ConfigurationError("Invalid overlap inclusion method " + inclusion
                    + ". The valid options are [NONE, SINGLE, TRANSITIVE].");
        }
    }

    private void scaling() {
        String value = rest.remove("scaling_parameters");
        if (value == null) {
            return;
        }
        for (String part : value.split(",", -1)) {
            String one = part.strip();
            if (!SCALING.matcher(one).matches()) {
                throw new ConfigurationError("Scaling parameter " + one + " must match N|L[0-9]+|T[0-9]+|[+-]?[0-9]+");
            }
            boolean lettered = one.charAt(0) == 'L' || one.charAt(0) == 'T';
            if (!one.equals("N") && parse("scaling_parameters", lettered ? one.substring(1) : one) < 2 && lettered) {
                throw new ConfigurationError("Fan factor cannot be lower than 2 in " + one);
            }
        }
    }

    private void growth() {
        String value = rest.remove("sstable_growth");
        if (value == null) {
            return;
        }
        double growth;
        try {
            growth = value.endsWith("%")
                    ? Double.parseDouble(value.substring(0, value.length() - 1)) / 100
                    : Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError(
                    "sstable_growth is not a valid number between 0 and 1: For input string: \"" + value + "\"");
        }
        if (!(growth >= 0 && growth <= 1)) {
            throw new ConfigurationError("sstable_growth " + value + " must be between 0 and 1");
        }
    }

    private void fifo() {
        boolean bounded = rest.containsKey("max_table_size") || rest.containsKey("max_age");
        if (!bounded) {
            throw new ConfigurationError("FIFOCompactionStrategy needs 'max_table_size' or 'max_age'");
        }
        size("max_table_size", 0, 1);
        String age = rest.remove("max_age");
        if (age != null && !age.matches("[1-9]\\d{0,8}\\s*(s|m|h|d)")) {
            throw new ConfigurationError("max_age " + age + " is not a duration such as 90s, 30m, 12h or 7d");
        }
    }

    private long size(String name, long otherwise, long least) {
        String value = rest.remove(name);
        if (value == null) {
            return otherwise;
        }
        boolean negative = value.startsWith("-");
        long bytes = ByteSize.parse(negative ? value.substring(1) : value)
                .orElseThrow(() -> new ConfigurationError(
                        name + " " + value + " is not a valid size in bytes: " + value + " does not end in unit B"));
        if (bytes == Long.MAX_VALUE) {
            throw new ConfigurationError(name + " " + value + " is out of range of Long.");
        }
        if (negative || bytes < least) {
            throw new ConfigurationError(
                    name + " " + value + " is not acceptable, size must be at least " + pretty(least));
        }
        return bytes;
    }

    /// With three digits behind the point, in the largest unit that fits.
    private static String pretty(long bytes) {
        int shift = (63 - Long.numberOfLeadingZeros(Math.max(1, bytes))) / 10;
        return shift == 0
                ? bytes + "B"
                : String.format(
                        Locale.ROOT, "%.3f%ciB", bytes / (double) (1L << 10 * shift), "KMGTPE".charAt(shift - 1));
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new ConfigurationError("Invalid configuration, " + name + " should be positive: " + value);
        }
    }

    private void positiveOrZero(String name, String words) {
        long value = integer(name, 0);
        if (value < 0) {
            throw new ConfigurationError(words.formatted(name, value));
        }
    }

    private int atLeastOne(String name, int otherwise, String words) {
        int value = int32(name, otherwise);
        if (value < 1) {
            throw new ConfigurationError(words.formatted(name, value));
        }
        return value;
    }

    private long integer(String name, long otherwise) {
        String value = rest.remove(name);
        return value == null ? otherwise : parse(name, value);
    }

    /// A number that Cassandra keeps in 32 bits.
    private int int32(String name, int otherwise) {
        String value = rest.remove(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError(value + " is not a parsable int (base10) for " + name);
        }
    }

    private static long parse(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError(value + " is not a parsable int (base10) for " + name);
        }
    }

    private double number(String name, double otherwise) {
        String value = rest.remove(name);
        if (value == null) {
            return otherwise;
        }
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError(value + " is not a parsable float for " + name);
        }
        if (Double.isNaN(number)) {
            throw new ConfigurationError(value + " is not a parsable float for " + name);
        }
        return number;
    }

    private void truth(String name, String words) {
        String value = rest.remove(name);
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new ConfigurationError(words.formatted(name, value));
        }
    }

    private void oneOf(String name, String... allowed) {
        String value = rest.remove(name);
        if (value != null && !isOneOf(value, allowed)) {
            throw new ConfigurationError(value + " is not valid for " + name);
        }
    }

    private static boolean isOneOf(String value, String... allowed) {
        for (String one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
