package org.helenus.benchmarks.compaction;

import org.helenus.benchmarks.WholeNumber;

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
                    new CompactionBenchOptions(
                            WholeNumber.between(10_000, 100_000_000, args, ++i), options.rounds, options.seconds);
                case "--rounds" ->
                    new CompactionBenchOptions(
                            options.entries, (int) WholeNumber.between(1, 100, args, ++i), options.seconds);
                case "--seconds" ->
                    new CompactionBenchOptions(
                            options.entries, options.rounds, (int) WholeNumber.between(1, 3600, args, ++i));
                default ->
                    throw new IllegalArgumentException(
                            "expected --quick, --entries N, --rounds N or --seconds N, got " + args[i]);
            };
        }
        return options;
    }
}
