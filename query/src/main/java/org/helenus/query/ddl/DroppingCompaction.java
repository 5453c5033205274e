package org.helenus.query.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.option.CompactionParams;
import org.helenus.schema.option.TableOptions;

/// `FIFOCompactionStrategy` throws rows away that nobody deleted. Whoever asks for it is told so, and tables whose
/// cells are sums of everything written do not get it.
final class DroppingCompaction {
    private DroppingCompaction() {}

    private static boolean drops(TableOptions options) {
        return options.compaction().strategy() == CompactionParams.Strategy.FIFO;
    }

    static void check(TableMetadata table) {
        if (table.isCounter() && drops(table.options())) {
            throw new ConfigurationError(
                    "FIFOCompactionStrategy drops the oldest writes and cannot be set on a table" + " with counters");
        }
    }

    static List<String> warnings(TableOptions options) {
        if (!drops(options)) {
            return List.of();
        }
        var compaction = options.compaction().options();
        var when = new ArrayList<String>();
        Optional.ofNullable(compaction.get("max_table_size"))
                .ifPresent(size -> when.add("the table takes more than " + size + " on disk"));
        Optional.ofNullable(compaction.get("max_age")).ifPresent(age -> when.add("they are older than " + age));
        return List.of("FIFOCompactionStrategy never merges: it drops the oldest SSTables, with all rows in them and"
                + " without tombstones, when " + String.join(" or when ", when));
    }
}
