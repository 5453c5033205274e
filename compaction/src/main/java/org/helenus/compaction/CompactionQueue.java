package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables, and which merge of all that are due goes first. Guarded by the lock of [CompactionScheduler].
final class CompactionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionQueue.class);

    private final Map<TableId, CompactedTable> tables = new LinkedHashMap<>();
    private StrategyMemory memory = StrategyMemory.NONE;
    private CompactionTotals ofTheGone = CompactionTotals.NONE;

    Collection<CompactedTable> tables() {
        return tables.values();
    }

    Optional<CompactedTable> find(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }

    CompactedTable table(TableId id) {
        return find(id).orElseThrow(() -> new InvalidRequest("unconfigured table " + id));
    }

    /// What strategies learned in earlier lives; where they keep what they learn.
    void remember(StrategyMemory kept) {
        memory = kept;
        tables.values().forEach(table -> table.remember(kept));
    }

    StrategyMemory memory() {
        return memory;
    }

    void add(CompactedTable table) {
        if (tables.putIfAbsent(table.id, table) == null) {
            table.remember(memory);
        }
    }

    Optional<CompactedTable> remove(TableId id) {
        try {
            memory.forget(id);
        } catch (IOException e) {
            LOG.warn("what compaction knew of table {} stays behind: {}", id, e.getMessage());
        }
        var gone = Optional.ofNullable(tables.remove(id));
        gone.ifPresent(table -> ofTheGone = ofTheGone.plus(table.totals));
        return gone;
    }

    /// What all tables have seen, those that are gone too: it never falls.
    CompactionTotals totals() {
        var all = ofTheGone;
        for (CompactedTable table : tables.values()) {
            all = all.plus(table.totals);
        }
        return all;
    }

    boolean holds(CompactedTable table) {
        return tables.get(table.id) == table;
    }

    /// Every table is looked at anew.
    void review() {
        tables.values().forEach(table -> table.due = true);
    }

    boolean hasWork() {
        for (CompactedTable table : tables.values()) {
            if (!table.requests.isEmpty() || !table.busy.isEmpty() || table.mayRunByItself()) {
                return true;
            }
        }
        return false;
    }

    /// What was asked for comes first, then the most urgent merge.
    Optional<CompactionWork> choose() {
        for (CompactedTable table : tables.values()) {
            while (!table.requests.isEmpty() && table.busy.isEmpty()) {
                Optional<CompactionWork> work = workOf(table, table.requests.removeFirst());
                if (work.isPresent()) {
                    return work;
                }
            }
        }
        return mostUrgent();
    }

    /// Empty when there is nothing to do for it; then it has its answer.
    private static Optional<CompactionWork> workOf(CompactedTable table, CompactedTable.Request request) {
        try {
            LiveSet live = table.live();
            List<CompactionTask> tasks = request.order().tasks(table.strategy(), live);
            if (!tasks.isEmpty()) {
                return Optional.of(new CompactionWork(table, live, tasks, table.state, Optional.of(request)));
            }
            request.answer().complete(List.of());
        } catch (RuntimeException e) {
            // The order cannot be carried out, or the table was dropped a moment ago; whoever waits is
            // told in any case.
            request.answer().completeExceptionally(e);
        }
        return Optional.empty();
    }

    /// Of what nobody asked for.
    Optional<CompactionWork> mostUrgent() {
        var choices = new ArrayList<CompactionWork>();
        for (CompactedTable table : List.copyOf(tables.values())) {
            if (!table.mayRunByItself()) {
                continue;
            }
            try {
                LiveSet live = table.live();
                var pick = table.strategy().pick(live, table.state);
                table.due = !pick.tasks().isEmpty();
                table.state = table.due ? table.state : pick.state();
                for (CompactionTask task : pick.tasks()) {
                    choices.add(new CompactionWork(table, live, List.of(task), pick.state(), Optional.empty()));
                }
            } catch (InvalidRequest e) {
                table.due = false; // dropped a moment ago; the news of it is on the way
            } catch (RuntimeException e) {
                // Other tables need their merges all the same; this one rests until its files change.
                table.due = false;
                LOG.error("The compaction strategy of {} failed to decide", table.metadata, e);
            }
        }
        return choices.stream().min(Comparator.comparing(CompactionWork::priority));
    }
}
