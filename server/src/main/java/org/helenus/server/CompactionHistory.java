package org.helenus.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionReport;
import org.helenus.compaction.CompactionStoppedException;
import org.helenus.compaction.CompactionTask;
import org.helenus.schema.TableMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The compactions of this life of the server, the latest of them, for `system.compaction_history`. Any thread.
final class CompactionHistory implements CompactionListener {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionHistory.class);
    private static final int KEPT = 1000;

    private final ArrayDeque<CompactionReport> reports = new ArrayDeque<>();

    @Override
    public synchronized void completed(CompactionReport report) {
        if (report.outcome() == CompactionReport.Outcome.DONE) {
            if (reports.size() == KEPT) {
                reports.removeFirst();
            }
            reports.addLast(report);
        }
    }

    @Override
    public void failed(TableMetadata table, CompactionTask task, Exception cause) {
        if (cause instanceof CompactionStoppedException) {
            return;
        }
        LOG.error("Compaction of {}.{} failed; its files live on", table.keyspace(), table.name(), cause);
    }

    synchronized List<CompactionReport> reports() {
        return new ArrayList<>(reports);
    }
}
