package org.helenus.tools.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
///
/// @param sources files of CSV, `-` for the input, or SSTables and directories of them
/// @param data the data directory of a node
/// @param schema a script that creates the table where it is not there
/// @param output where files are left, instead of being brought into a node's table
/// @param mostRefused rows that may be refused; −1: all
/// @param refused where refused rows go
/// @param memoryBytes of the sort
/// @param compares whether to measure the load against inserting the same rows, and to leave the node alone
record LoadPlan(
        String keyspace,
        String table,
        List<String> sources,
        CsvOptions csv,
        Path data,
        Optional<Path> schema,
        Optional<Path> output,
        long mostRefused,
        Optional<Path> refused,
        long memoryBytes,
        boolean compares) {
    LoadPlan {
        sources = List.copyOf(sources);
    }
}
