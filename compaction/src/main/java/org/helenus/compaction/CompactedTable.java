package org.helenus.compaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Clock;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTableId;

/// One table and what is known of its compactions. Everything in it is guarded by the lock of [CompactionScheduler].
final class CompactedTable {
    final TableStore store;
    final TableId id;
    /// As it was when somebody last looked; it stays when the table goes.
    TableMetadata metadata;
    /// Inputs of the merges under way.
    final Set<SSTableId> busy = new HashSet<>();
    /// Live files that turned out to be damaged; no merge touches them again.
    final Set<SSTableId> corrupt = new HashSet<>();
    /// What was asked for and is not begun.
    final List<Request> requests = new ArrayList<>();
    CompactionStrategy.State state = CompactionStrategy.State.EMPTY;
    /// What of it is kept durably.
    CompactionStrategy.State kept = CompactionStrategy.State.EMPTY;
    /// Something may have changed since its strategy was asked.
    boolean due = true;
    boolean enabled = true;
    /// What was done since the start.
    CompactionTotals totals = CompactionTotals.NONE;

    private final Clock clock;
    private final ReadRates rates;
    private final boolean allowUnsafe;

    /// @param answer for the one who waits
    record Request(CompactionOrder order, CompletableFuture<List<CompactionReport>> answer) {}

    CompactedTable(TableStore store, Clock clock, boolean allowUnsafe) {
        this.allowUnsafe = allowUnsafe;
        this.store = store;
        metadata = store.metadata();
        id = metadata.id();
        this.clock = clock;
        rates = new ReadRates(clock);
    }

    /// Made anew for each look, so that an altered option takes effect with the next.
    CompactionStrategy strategy() {
        return Strategies.of(store.metadata(), allowUnsafe);
    }

    /// Goes on from what was kept.
    void remember(StrategyMemory memory) {
        memory.load(id).ifPresent(bytes -> {
            state = new CompactionStrategy.State(bytes);
            kept = state;
        });
    }

    boolean mayRunByItself() {
        return due
                && enabled
                && requests.isEmpty()
                && store.metadata().options().compaction().isEnabled();
    }

    /// Whether all of these are live.
    boolean holds(List<SSTableId> those) {
        try (var files = store.sstables()) {
            var ids = new HashSet<SSTableId>();
            files.all().forEach(file -> ids.add(file.sstable().id()));
            return ids.containsAll(those);
        }
    }

    /// How far its files are behind.
    Debt debt() {
        return strategy().debt(live());
    }

    /// About how many merges are due and not under way; none when the table was dropped a moment ago.
    int pending() {
        try {
            return strategy().pendingTasks(live());
        } catch (InvalidRequest e) {
            return 0;
        }
    }

    /// The inputs that turned out to be corrupt.
    static Set<SSTableId> damaged(Exception cause, CompactionTask task) {
        var found = new HashSet<SSTableId>();
        if (cause instanceof CorruptSSTableException corrupt) {
            for (SSTableId input : task.inputs()) {
                if (corrupt.file().endsWith(input.fileName())) {
                    found.add(input);
                }
            }
        }
        return found;
    }

    /// @param bytesPerSecond that merges write; 0: unknown
    TableCompaction look(int running, long bytesPerSecond) {
        LiveSet live = live();
        CompactionStrategy strategy = strategy();
        Debt debt = strategy.debt(live);
        long bytes = 0;
        double overAPlace = 0;
        for (SSTableSummary file : live.files()) {
            bytes += file.sizeBytes();
            overAPlace += RingSpan.share(file);
        }
        return new TableCompaction(
                metadata,
                enabled && metadata.options().compaction().isEnabled(),
                live.files().size(),
                bytes,
                running,
                strategy.pendingTasks(live),
                debt,
                debtSeconds(debt, bytesPerSecond),
                overAPlace,
                totals);
    }

    private static OptionalDouble debtSeconds(Debt debt, long bytesPerSecond) {
        if (debt.bytes() == 0) {
            return OptionalDouble.of(0);
        }
        return bytesPerSecond == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) debt.bytes() / bytesPerSecond);
    }

    /// What its strategy decides by.
    LiveSet live() {
        metadata = store.metadata();
        long elsewhere = Compactor.oldestInMemory(store);
        try (var files = store.sstables()) {
            var summaries = new ArrayList<SSTableSummary>();
            var ids = new HashSet<SSTableId>();
            for (LiveSSTable file : files.all()) {
                summaries.add(LiveSets.summary(file, rates.of(file.sstable())));
                ids.add(file.sstable().id());
                if (file.sstable().damage().isPresent()) {
                    corrupt.add(file.sstable().id());
                }
            }
            rates.retain(ids);
            corrupt.retainAll(ids);
            var untouchable = new HashSet<>(busy);
            untouchable.addAll(corrupt);
            long now = clock.wallMicros() / 1000;
            return new LiveSet(summaries, untouchable, elsewhere, now, LiveSets.gcBefore(metadata, now / 1000), now);
        }
    }
}
