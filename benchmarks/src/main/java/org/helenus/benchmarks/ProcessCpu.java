package org.helenus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// CPU time and memory of another process as Linux accounts them (`proc(5)`).
///
/// Covers user and system time of all its threads, dead ones too; the kernel counts in ticks of 10 ms, so a
/// measurement should last a second of CPU or more.
public record ProcessCpu(long pid) {
    private static final long TICK_NANOS = 10_000_000;

    /// Nanoseconds of CPU that the process has used since it started.
    public long usedNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The command name may hold spaces and parentheses; the fields behind the last ')' are plain.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_NANOS;
    }

    /// Resident memory in KiB.
    public long residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("process " + pid + " tells no VmRSS");
    }
}
