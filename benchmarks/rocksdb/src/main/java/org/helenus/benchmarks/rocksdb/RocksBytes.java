package org.helenus.benchmarks.rocksdb;

import java.nio.file.Path;
import org.helenus.benchmarks.compaction.BytesRun;
import org.rocksdb.RocksDB;

/// RocksDB's side of `bin/bench compaction`: what leveled compaction writes, and what reads cost then.
public final class RocksBytes {
    private RocksBytes() {}

    /// Runs the phases; see [BytesRun]. Arguments: an empty directory, the number of entries.
    public static void main(String[] args) throws Exception {
        RocksDB.loadLibrary();
        BytesRun.run(Path.of(args[0]), Long.parseLong(args[1]), RocksSide::openCounting, System.out);
    }
}
