package org.helenus.server;

import java.io.IOException;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.schema.Schema;
import org.helenus.storage.StorageListener;
import org.helenus.storage.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the engine's news to those whom they concern: files and tables to compaction, trouble to the log.
final class EngineNews implements StorageListener {
    private static final Logger LOG = LoggerFactory.getLogger(EngineNews.class);

    private final CompactionScheduler compaction;

    EngineNews(CompactionScheduler compaction) {
        this.compaction = compaction;
    }

    @Override
    public void sstablesChanged(TableStore table) {
        compaction.sstablesChanged(table);
    }

    @Override
    public void flushed(TableStore table, long bytes) {
        compaction.flushed(table, bytes);
    }

    @Override
    public void tableOpened(TableStore table) {
        compaction.tableOpened(table);
    }

    @Override
    public void tableDropped(TableStore table) {
        compaction.tableDropped(table);
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
