package org.helenus.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Workload KV116 over the native protocol: prepared inserts and one-row selects on `(k blob primary key, v blob)`,
/// by some connections that each send a burst of frames and wait for all the answers.
///
/// Prints the operations a second that were seen and, when the server's process id is known, its CPU per operation:
/// that figure holds on a noisy machine. The first tenth of the operations warms up and is not counted. Each select
/// must return its row, or the run fails.
public final class CqlLoad {
    private final CqlLoadOptions options;
    private final PrintStream out;

    CqlLoad(CqlLoadOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// Options as `--name value`; see [CqlLoadOptions].
    public static void main(String[] args) throws Exception {
        CqlLoadOptions options;
        try {
            options = CqlLoadOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            new CqlLoad(options, System.out).run();
        } catch (IOException failed) {
            System.err.println("bench: " + options.host() + ":" + options.port() + ": " + failed.getMessage());
            System.exit(2);
        }
    }

    void run() throws Exception {
        try (var control = new RawConnection(options.host(), options.port())) {
            control.query("CREATE KEYSPACE IF NOT EXISTS kv116 WITH replication ="
                    + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
            control.query("CREATE TABLE IF NOT EXISTS kv116.kv (k blob PRIMARY KEY, v blob)");
        }
        for (int round = 0; round < options.rounds(); round++) {
            phase("insert", "INSERT INTO kv116.kv (k, v) VALUES (?, ?)", true);
            phase("select", "SELECT v FROM kv116.kv WHERE k = ?", false);
        }
    }

    private void phase(String name, String cql, boolean write) throws Exception {
        burstAll(cql, write, options.operations() / 10);
        OptionalLong cpuBefore = serverCpuNanos();
        long start = System.nanoTime();
        long rows = burstAll(cql, write, options.operations());
        long nanos = System.nanoTime() - start;
        long done = operationsPerConnection(options.operations()) * options.connections();
        if (!write && rows != done) {
            throw new IOException(name + ": " + (done - rows) + " of " + done + " selects found no row");
        }
        String cpu = "";
        if (cpuBefore.isPresent()) {
            double micros = (serverCpuNanos().getAsLong() - cpuBefore.getAsLong()) / 1000.0 / done;
            cpu = ", server CPU %.2f us/op".formatted(micros);
        }
        out.printf(
                "%s %dx%d: %,d ops, %,.0f ops/s seen%s%n",
                name, options.connections(), options.depth(), done, done * 1e9 / nanos, cpu);
    }

    private long operationsPerConnection(long operations) {
        long bursts = Math.max(1, operations / options.connections() / options.depth());
        return bursts * options.depth();
    }

    /// All connections at once, `operations` together; returns the rows that came back.
    private long burstAll(String cql, boolean write, long operations) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(options.connections())) {
            List<Future<Long>> connections = new ArrayList<>();
            for (int c = 0; c < options.connections(); c++) {
                int connection = c;
                Callable<Long> work = () -> bursts(cql, write, connection, operationsPerConnection(operations));
                connections.add(threads.submit(work));
            }
            long rows = 0;
            for (Future<Long> connection : connections) {
                rows += connection.get();
            }
            return rows;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : failed;
        }
    }

    private long bursts(String cql, boolean write, int connection, long operations) throws IOException {
        var random = new SplittableRandom(1000 + connection);
        long rows = 0;
        try (var wire = new RawConnection(options.host(), options.port())) {
            byte[] id = wire.prepare(cql);
            int depth = options.depth();
            ByteBuffer frames = ByteBuffer.allocate(depth * 256);
            for (long done = 0; done < operations; done += depth) {
                frames.clear();
                for (int i = 0; i < depth; i++) {
                    // Each connection writes keys of its own; what a select asks for was written
                    // by the insert phase.
                    long index = (write ? done + i : random.nextLong(operations)) * options.connections() + connection;
                    put(frames, i, id, write, index);
                }
                wire.send(frames);
                for (int i = 0; i < depth; i++) {
                    rows += wire.receive();
                }
            }
        }
        return rows;
    }

    private static void put(ByteBuffer frames, int stream, byte[] id, boolean write, long index) {
        int valueBytes = KeyValueWorkload.KEY_BYTES + (write ? KeyValueWorkload.VALUE_BYTES : 0);
        RawConnection.putExecute(frames, stream, id, write ? 2 : 1, valueBytes);
        frames.putInt(KeyValueWorkload.KEY_BYTES);
        KeyValueWorkload.putKey(index, frames);
        if (write) {
            frames.putInt(KeyValueWorkload.VALUE_BYTES);
            KeyValueWorkload.putValue(index, 0, frames);
        }
    }

    private OptionalLong serverCpuNanos() throws IOException {
        return options.pid() == 0 ? OptionalLong.empty() : OptionalLong.of(new ProcessCpu(options.pid()).usedNanos());
    }
}
