package org.helenus.benchmarks.compaction;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.compaction.CompactionOptions;

/// Our side of what `bin/bench compaction` counts.
public final class HelenusBytes {
    /// As many merges at a time as the peer has background threads, unbound as there.
    private static final CompactionOptions MERGING = new CompactionOptions(2, 0, CompactionOptions.DEFAULTS.review());

    private HelenusBytes() {}

    /// Runs the phases; see [BytesRun]. Arguments: an empty directory, the number of entries.
    public static void main(String[] args) throws Exception {
        BytesRun.run(
                Path.of(args[0]),
                Long.parseLong(args[1]),
                (directory, cacheBytes) -> HelenusSide.open(directory, cacheBytes, MERGING, tableOptions()),
                System.out);
    }

    /// Blocks of about 8 KiB as the peer's; a tier of three flushes, and below it files that double, in which
    /// nothing is
    /// written twice in a row: about as few files to ask as the peer's levels have, for fewer bytes. Filters take
    /// the
    /// peer's ten bits a key, the large files' a little less, the small ones' what that leaves.
    static Map<String, Object> tableOptions() {
        var compaction = Map.of(
                "scaling_parameters", System.getProperty("bench.scaling", "T3, N"),
                "cascade", "true",
                "filter_memory", "by_size");
        var options = new TreeMap<>(HelenusSide.options("16", "UnifiedCompactionStrategy", compaction));
        options.put("bloom_filter_fp_chance", "0.00905");
        return options;
    }
}
