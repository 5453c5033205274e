package org.helenus.benchmarks.engine;

import org.helenus.benchmarks.WholeNumber;

/// What [EngineBench] does.
///
/// @param entries rows that each side writes
/// @param rounds  how often both sides run, alternating; the medians are judged
record EngineBenchOptions(long entries, int rounds) {
    private static final EngineBenchOptions FULL = new EngineBenchOptions(5_000_000, 3);
    private static final EngineBenchOptions QUICK = new EngineBenchOptions(4_000_000, 1);

    /// Reads `--quick`, `--entries N`, `--rounds N`; the last two also change what `--quick` chose.
    ///
    /// @throws IllegalArgumentException for an unknown name, a missing value or a number out of range
    static EngineBenchOptions parse(String[] args) {
        EngineBenchOptions options = FULL;
        for (String arg : args) {
            if (arg.equals("--quick")) {
                options = QUICK;
            }
        }
        for (int i = 0; i < args.length; i++) {
            options = switch (args[i]) {
                case "--quick" -> options;
                case "--entries" ->
                    new EngineBenchOptions(WholeNumber.between(1_000, 1_000_000_000, args, ++i), options.rounds);
                case "--rounds" ->
                    new EngineBenchOptions(options.entries, (int) WholeNumber.between(1, 100, args, ++i));
                default ->
                    throw new IllegalArgumentException("expected --quick, --entries N or --rounds N, got " + args[i]);
            };
        }
        return options;
    }
}
