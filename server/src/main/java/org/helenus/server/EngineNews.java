package org.helenus.server;

import java.io.IOException;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.schema.Schema;
import org.helenus.storage.StorageListener;
import org.helenus.storage.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the engine's news to those whom they concern: files and tables to compaction, trouble to the log.
final class EngineNews implements StorageListener {
    private static final Logger LOG = LoggerFactory.getLogger(EngineNews.class);

    private final CompactionScheduler compaction;
    private final PartitionWatch partitions;

    EngineNews(CompactionScheduler compaction, Guardrails guardrails) {
        this.compaction = compaction;
        partitions = new PartitionWatch(guardrails, EngineNews::tell);
    }

    private static void tell(Guardrails.Finding finding) {
        if (finding.isFailure()) {
            LOG.error("{}", finding.text());
        } else {
            LOG.warn("{}", finding.text());
        }
    }

    @Override
    public void sstablesChanged(TableStore table) {
        compaction.sstablesChanged(table);
        partitions.changed(table);
    }

    @Override
    public void flushed(TableStore table, long bytes) {
        compaction.flushed(table, bytes);
    }

    @Override
    public void tableOpened(TableStore table) {
        partitions.opened(table);
        compaction.tableOpened(table);
    }

    @Override
    public void tableDropped(TableStore table) {
        compaction.tableDropped(table);
        partitions.dropped(table);
    }

    @Override
    public void schemaChanged(Schema before, Schema after) {
        compaction.schemaChanged(before, after);
    }

    @Override
    public void backgroundError(String what, IOException error) {
        LOG.error("{} failed and will be tried again", what, error);
    }

    @Override
    public void notice(String what) {
        LOG.warn("{}", what);
    }
}
