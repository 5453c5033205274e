package org.helenus.benchmarks;

import java.util.Set;
import java.util.TreeMap;

/// What [CqlLoad] does.
///
/// @param host        where the server listens
/// @param port        its native port
/// @param pid         its process id, for its CPU; 0 when unknown
/// @param connections connections at once, each with a thread
/// @param depth       frames in flight on each connection
/// @param operations  operations a phase, warm-up not counted
/// @param rounds      how often the phases are run
record CqlLoadOptions(String host, int port, long pid, int connections, int depth, long operations, int rounds) {
    private static final Set<String> NAMES =
            Set.of("host", "port", "pid", "connections", "depth", "operations", "rounds");

    /// Reads `--name value` pairs.
    ///
    /// @throws IllegalArgumentException for an unknown name, a missing value or a number out of range
    static CqlLoadOptions parse(String[] args) {
        var given = new TreeMap<String, String>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!NAMES.contains(name) || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "expected --name value with a name of " + NAMES + ", got " + args[i]);
            }
            given.put(name, args[i + 1]);
        }
        return new CqlLoadOptions(
                given.getOrDefault("host", "127.0.0.1"),
                (int) number(given.getOrDefault("port", "9042"), 1, 65_535),
                number(given.getOrDefault("pid", "0"), 0, Long.MAX_VALUE),
                (int) number(given.getOrDefault("connections", "8"), 1, 1_000),
                (int) number(given.getOrDefault("depth", "16"), 1, 30_000),
                number(given.getOrDefault("operations", "200000"), 1, 1_000_000_000),
                (int) number(given.getOrDefault("rounds", "3"), 1, 1_000));
    }

    private static long number(String text, long min, long max) {
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw new IllegalArgumentException(text + " is not between " + min + " and " + max);
        }
        return value;
    }
}
