package org.helenus.server;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.helenus.compaction.BackPressure;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.compaction.CompactionTotals;
import org.helenus.compaction.TableCompaction;

/// What compaction counts, as gauges; `system_views.compaction_stats` tells the same for each table. Their names are
/// what dashboards know, and never change:
///
///     compaction.tasks.running, .pending      merges under way; about how many are due
///     compaction.tasks.completed, .failed, .stopped   since the start
///     compaction.sstables.in, .out, .expired  files merged, written, and dropped without being read
///     compaction.bytes.flushed, .read, .written
///     compaction.rows.merged, .duplicates_dropped
///     compaction.cells_dropped, compaction.tombstones_dropped
///     compaction.nanos                        that merges took together
///     compaction.write_amplification          bytes written by flushes and merges for each byte flushed
///     compaction.debt.bytes                   that due merges would read
///     compaction.debt.seconds                 how long that takes; -1 when nothing is known of it
///     compaction.throughput.limit, .current   bytes a second that merges may write, 0 for no limit; and just now
///     compaction.threads                      how many merges may run at once
///     back_pressure.pressure                  0: writes are not slowed … 1: as much as they ever are
///     back_pressure.reason                    which table's debt it is, and what of it; empty without pressure
///     back_pressure.writes_per_second         that are let through; 0 for no limit
///     back_pressure.delayed_writes, .delayed_nanos    since the start
final class CompactionMetrics {
    private CompactionMetrics() {}

    static void register(MetricRegistry registry, CompactionScheduler compaction) {
        gauge(registry, "tasks.running", () -> (long) compaction.running().size());
        gauge(
                registry,
                "tasks.pending",
                () -> compaction.pending().values().stream()
                        .mapToLong(Integer::longValue)
                        .sum());
        total(registry, "tasks.completed", compaction, CompactionTotals::completed);
        total(registry, "tasks.failed", compaction, CompactionTotals::failed);
        total(registry, "tasks.stopped", compaction, CompactionTotals::stopped);
        total(registry, "sstables.in", compaction, CompactionTotals::sstablesIn);
        total(registry, "sstables.out", compaction, CompactionTotals::sstablesOut);
        total(registry, "sstables.expired", compaction, CompactionTotals::sstablesExpired);
        total(registry, "bytes.flushed", compaction, CompactionTotals::flushedBytes);
        total(registry, "bytes.read", compaction, CompactionTotals::bytesRead);
        total(registry, "bytes.written", compaction, CompactionTotals::bytesWritten);
        total(registry, "rows.merged", compaction, CompactionTotals::rowsMerged);
        total(registry, "rows.duplicates_dropped", compaction, CompactionTotals::duplicatesDropped);
        total(registry, "cells_dropped", compaction, CompactionTotals::cellsDropped);
        total(registry, "tombstones_dropped", compaction, CompactionTotals::tombstonesDropped);
        total(registry, "nanos", compaction, CompactionTotals::nanos);
        gauge(registry, "write_amplification", () -> compaction.totals().writeAmplification());
        gauge(
                registry,
                "debt.bytes",
                () -> compaction.tables().stream()
                        .mapToLong(table -> table.debt().bytes())
                        .sum());
        gauge(registry, "debt.seconds", () -> debtSeconds(compaction));
        gauge(registry, "throughput.limit", compaction::throughput);
        gauge(registry, "throughput.current", compaction::currentThroughput);
        gauge(registry, "threads", () -> (long) compaction.concurrentCompactors());
        pressure(registry, "pressure", compaction, BackPressure.Status::pressure);
        pressure(registry, "reason", compaction, BackPressure.Status::reason);
        pressure(registry, "writes_per_second", compaction, BackPressure.Status::writesPerSecond);
        pressure(registry, "delayed_writes", compaction, BackPressure.Status::delayedWrites);
        pressure(registry, "delayed_nanos", compaction, BackPressure.Status::delayedNanos);
    }

    private static double debtSeconds(CompactionScheduler compaction) {
        double seconds = 0;
        for (TableCompaction table : compaction.tables()) {
            if (table.debtSeconds().isEmpty()) {
                return -1;
            }
            seconds += table.debtSeconds().getAsDouble();
        }
        return seconds;
    }

    private static <T> void gauge(MetricRegistry registry, String name, Gauge<T> value) {
        registry.register("compaction." + name, value);
    }

    private static void total(
            MetricRegistry registry,
            String name,
            CompactionScheduler compaction,
            ToLongFunction<CompactionTotals> value) {
        gauge(registry, name, () -> value.applyAsLong(compaction.totals()));
    }

    private static <T> void pressure(
            MetricRegistry registry,
            String name,
            CompactionScheduler compaction,
            Function<BackPressure.Status, T> value) {
        registry.register("back_pressure." + name, (Gauge<T>)
                () -> value.apply(compaction.backPressure().status()));
    }
}
