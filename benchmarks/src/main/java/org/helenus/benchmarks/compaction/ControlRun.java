package org.helenus.benchmarks.compaction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A [ControlThread] in a process of its own; [Control] is at the other end.
///
///     in:  begin                            a thread begins
///     in:  end                              it ends, …
///     out: <median> <p99> <p99.9> <most>    … and so late it was, in nanoseconds
///
/// Ends with its input.
public final class ControlRun {
    private ControlRun() {}

    /// No arguments.
    public static void main(String[] args) throws Exception {
        run(System.in, System.out);
    }

    static void run(InputStream in, PrintStream out) throws IOException, InterruptedException {
        Optional<ControlThread> running = Optional.empty();
        var orders = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (running.isPresent()) {
                running.get().end();
                if (order.equals("end")) {
                    var late = running.get().late();
                    out.println(late.quantileNanos(0.5) + " " + late.quantileNanos(0.99) + " "
                            + late.quantileNanos(0.999) + " " + late.maxNanos());
                    out.flush();
                }
            }
            running = order.equals("begin") ? Optional.of(new ControlThread()) : Optional.empty();
        }
        if (running.isPresent()) {
            running.get().end();
        }
    }
}
