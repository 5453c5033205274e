package org.helenus.benchmarks.compaction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What the machine and its other users do to a process that does nothing: a thread that wakes up each millisecond
/// ([ControlThread]), in a JVM of its own with a small heap that is never collected. In the process that is measured
/// it would share that one's collections and safepoints, and take for the machine's what is our own. One thread.
final class Control implements AutoCloseable {
    private final Process process;
    private final BufferedReader figures;
    private final Writer orders;

    Control() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms8m",
                        "-Xmx8m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControlRun.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        figures = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        orders = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /// How late a thread was that slept, nanoseconds, beyond what it is late at the median: every sleeper is late
    /// by
    /// that, and one that is awake is not.
    record Late(long p99, long p999, long most) {
        /// Of each figure the lesser.
        Late orLess(Late other) {
            return new Late(Math.min(p99, other.p99), Math.min(p999, other.p999), Math.min(most, other.most));
        }

        static Late of(String line) {
            String[] parts = line.split(" ", -1);
            long median = Long.parseLong(parts[0]);
            return new Late(
                    Long.parseLong(parts[1]) - median,
                    Long.parseLong(parts[2]) - median,
                    Long.parseLong(parts[3]) - median);
        }
    }

    /// Begins to look.
    void begin() throws IOException {
        order("begin\n");
    }

    /// Ends what [#begin] began.
    Late end() throws IOException {
        order("end\n");
        String line = figures.readLine();
        if (line == null) {
            throw new IOException("the control process is gone");
        }
        return Late.of(line);
    }

    private void order(String order) throws IOException {
        orders.write(order);
        orders.flush();
    }

    /// Returns when the process is gone.
    @Override
    public void close() throws IOException {
        orders.close();
        figures.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
