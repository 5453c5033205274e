package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.storage.sstable.SSTable;

/// Runs the parts of one merge: on the thread that owns it, and on those that help. When one fails the others stop, and
/// what they wrote goes. Threads: the owner and its helpers; [#close] only when none of them is at work.
final class MergeParts implements AutoCloseable {
    /// Threads that may have time.
    @FunctionalInterface
    interface Helpers {
        /// The owner does it all.
        Helpers NONE = (part, count) -> {};

        /// Asks up to `count` threads to run `part`, each once, if they have time soon. Whoever comes too late
        /// finds nothing to do.
        void ask(Runnable part, int count);
    }

    private final List<MergePart> parts;
    private final List<List<SSTable>> outputs = new ArrayList<>();
    // guarded by this
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private int atWork;
    private Optional<Throwable> failure = Optional.empty();
    private boolean handedOver;

    MergeParts(List<MergePart> parts) {
        this.parts = List.copyOf(parts);
        for (int i = 0; i < parts.size(); i++) {
            waiting.add(i);
            outputs.add(List.of());
        }
    }

    /// All files, in the order of their keys. The caller holds their references.
    List<SSTable> run(Helpers helpers, MergeWatch watch) throws IOException {
        if (parts.size() > 1) {
            helpers.ask(() -> work(watch), parts.size() - 1);
        }
        work(watch);
        synchronized (this) {
            boolean interrupted = false;
            while (atWork > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure = failure.or(() -> Optional.of(e));
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure.isPresent()) {
                throw rethrown(failure.get());
            }
            handedOver = true;
        }
        var all = new ArrayList<SSTable>();
        outputs.forEach(all::addAll);
        return all;
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(cause);
        };
    }

    private void work(MergeWatch watch) {
        for (Optional<Integer> part = take(); part.isPresent(); part = take()) {
            List<SSTable> files = List.of();
            Optional<Throwable> wrong = Optional.empty();
            try {
                files = parts.get(part.get()).write(watch.or(this::hasFailed));
            } catch (IOException | RuntimeException | Error e) {
                wrong = Optional.of(e);
            }
            done(part.get(), files, wrong);
        }
    }

    private synchronized Optional<Integer> take() {
        if (waiting.isEmpty() || failure.isPresent()) {
            return Optional.empty();
        }
        atWork++;
        return Optional.of(waiting.remove());
    }

    private synchronized boolean hasFailed() {
        return failure.isPresent();
    }

    private synchronized void done(int part, List<SSTable> files, Optional<Throwable> wrong) {
        outputs.set(part, files);
        failure = failure.or(() -> wrong);
        atWork--;
        notifyAll();
    }

    /// How many rows came from one input, from two, …
    TreeMap<Integer, Long> rowsMerged() {
        var all = new TreeMap<Integer, Long>();
        for (MergePart part : parts) {
            part.rowsMerged().forEach((versions, rows) -> all.merge(versions, rows, Long::sum));
        }
        return all;
    }

    /// Unless [#run] returned them, deletes what was written.
    @Override
    public void close() {
        if (handedOver) {
            return;
        }
        for (List<SSTable> files : outputs) {
            for (SSTable file : files) {
                file.deleteWhenReleased();
                file.release();
            }
        }
    }
}
