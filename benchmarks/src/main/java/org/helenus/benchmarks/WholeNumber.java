package org.helenus.benchmarks;

/// The number behind an option of a command line.
public final class WholeNumber {
    private WholeNumber() {}

    /// Reads `args[index]`.
    ///
    /// @throws IllegalArgumentException when it is not there, no number, or out of range
    public static long between(long min, long max, String[] args, int index) {
        if (index == args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a number");
        }
        long value;
        try {
            value = Long.parseLong(args[index]);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(args[index] + " is not a number", wrong);
        }
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is not between " + min + " and " + max);
        }
        return value;
    }
}
