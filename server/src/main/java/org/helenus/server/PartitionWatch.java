package org.helenus.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Guardrails.Finding;
import org.helenus.query.guardrail.Quantity;
import org.helenus.schema.TableId;
import org.helenus.server.admin.PartitionKeyText;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// Asks the guardrails about the largest partition of each new file, and of the one with most tombstones, and tells
/// what they find. A file is asked about once, when it was written by a flush or a compaction; those that were there at
/// the start are not. Where no limit is set it costs nothing.
///
/// Threads: any.
final class PartitionWatch {
    private final Guardrails guardrails;
    private final Consumer<Finding> teller;
    /// Guarded by this: the files of each table that were asked about.
    private final Map<TableId, Set<SSTableId>> known = new HashMap<>();

    PartitionWatch(Guardrails guardrails, Consumer<Finding> teller) {
        this.guardrails = guardrails;
        this.teller = teller;
    }

    private boolean isIdle() {
        return !guardrails.watches(Quantity.PARTITION_SIZE) && !guardrails.watches(Quantity.PARTITION_TOMBSTONES);
    }

    /// What its files hold now is nobody's news.
    synchronized void opened(TableStore table) {
        if (!isIdle()) {
            try (var files = table.sstables()) {
                var ids = new HashSet<SSTableId>();
                files.all().forEach(file -> ids.add(file.sstable().id()));
                known.put(table.id(), ids);
            }
        }
    }

    synchronized void changed(TableStore table) {
        if (isIdle()) {
            return;
        }
        try (var files = table.sstables()) {
            var before = known.getOrDefault(table.id(), Set.of());
            var ids = new HashSet<SSTableId>();
            for (var file : files.all()) {
                if (ids.add(file.sstable().id())
                        && !before.contains(file.sstable().id())) {
                    ask(file.sstable());
                }
            }
            known.put(table.id(), ids);
        }
    }

    synchronized void dropped(TableStore table) {
        known.remove(table.id());
    }

    private void ask(SSTable file) {
        file.statistics().largest().ifPresent(largest -> {
            ask(Quantity.PARTITION_SIZE, largest.bytes(), largest.largestKey(), file);
            ask(Quantity.PARTITION_TOMBSTONES, largest.tombstones(), largest.tombstonesKey(), file);
        });
    }

    private void ask(Quantity quantity, long value, byte[] key, SSTable file) {
        if (key.length > 0 && guardrails.watches(quantity)) {
            var table = file.statistics().table();
            String name = PartitionKeyText.text(table, RowKeyFormat.partitionKey(key, key.length));
            Optional<Finding> finding = guardrails.find(
                    quantity, value, table.keyspace() + "." + table.name() + ":" + name + " on sstable " + file.path());
            finding.ifPresent(teller);
        }
    }
}
