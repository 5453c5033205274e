package org.helenus.benchmarks.compaction;

/// What [CompactionBench] does.
///
/// @param entries rows that each side writes, and that the latencies are taken on
/// @param rounds of latencies, with and without merges in turns
/// @param seconds that each half of a round takes
record CompactionBenchOptions(long entries, int rounds, int seconds) {
    private static final CompactionBenchOptions FULL = new CompactionBenchOptions(5_000_000, 5, 15);
    private static final CompactionBenchOptions QUICK = new CompactionBenchOptions(5_000_000, 5, 3);

    /// Reads `--quick`, `--entries N`, `--rounds N`, `--seconds N`; the last three also change what `--quick`
    /// chose.
    ///
    /// @throws IllegalArgumentException for an unknown name, a missing value or a number out of range
    static CompactionBenchOptions parse(String[] args) {
        CompactionBenchOptions options = FULL;
        for (String arg : args) {
            if (arg.equals("--quick")) {
                options = QUICK;
            }
        }
        for (int i = 0; i < args.length; i++) {
            options = switch (args[i]) {
                case "--quick" -> options;
                case "--entries" ->
                    new CompactionBenchOptions(number(args, ++i, 10_000, 100_000_000), options.rounds, options.seconds);
                case "--rounds" ->
                    new CompactionBenchOptions(options.entries, (int) number(args, ++i, 1, 100), options.seconds);
                case "--seconds" ->
                    new CompactionBenchOptions(options.entries, options.rounds, (int) number(args, ++i, 1, 3600));
                default ->
                    throw new IllegalArgumentException(
                            "expected --quick, --entries N, --rounds N or --seconds N, got " + args[i]);
            };
        }
        return options;
    }

    private static long number(String[] args, int index, long min, long max) {
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
