package org.helenus.compaction;

import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.Placement;

/// How sorted data that comes from elsewhere becomes files of a table, so that its strategy finds nothing to do again:
/// where the files are cut, and which level they come to.
///
///     leveled     cut at `sstable_size_in_mb`; into one level, the first that has room for all of it, or the deepest
/// in
///                 use when that is below; files that overlap there go to the deepest level above where they do not,
///                 else to L0
///     unified     cut at the ends of the shards that a merge of so much would have; levels follow from densities
///     the others  one file: several of one size would be merged at once
///
/// Pure; any thread.
public final class BulkLayout {
    private BulkLayout() {}

    /// Where files of a load are cut.
    ///
    /// @param bytes of all files together, about
    public static OutputCuts cuts(TableMetadata table, long bytes) {
        var params = table.options().compaction();
        return switch (params.strategy()) {
            case LEVELED -> new OutputCuts.AtBytes(LeveledOptions.of(params).sstableBytes());
            case UNIFIED -> {
                int shards = UnifiedOptions.of(params, false).shards(bytes);
                yield shards > 1 ? new OutputCuts.AtShards(shards) : OutputCuts.NEVER;
            }
            case SIZE_TIERED, TIME_WINDOW, FIFO -> OutputCuts.NEVER;
        };
    }

    /// The levels of files that come to a table.
    public static Placement placement(TableMetadata table) {
        var params = table.options().compaction();
        return switch (params.strategy()) {
            case LEVELED -> {
                var options = LeveledOptions.of(params);
                yield (added, live) -> intoLevels(added, live, options);
            }
            case SIZE_TIERED, TIME_WINDOW, UNIFIED, FIFO -> Placement.AS_GIVEN;
        };
    }

    private static List<LiveSSTable> intoLevels(
            List<LiveSSTable> added, List<LiveSSTable> live, LeveledOptions options) {
        var levels = new Levels(live.stream().map(BulkLayout::summary).toList());
        int target = target(bytes(added), levels, options);
        // What was placed counts for those that follow.
        var taken = new ArrayList<List<SSTableSummary>>();
        for (int level = 0; level <= target; level++) {
            taken.add(new ArrayList<>(levels.get(level)));
        }
        var placed = new ArrayList<LiveSSTable>();
        for (LiveSSTable file : added) {
            SSTableSummary summary = summary(file);
            int level = target;
            while (level > 0 && !fits(summary, taken.get(level))) {
                level--;
            }
            taken.get(level).add(summary);
            placed.add(new LiveSSTable(file.sstable(), file.firstToken(), file.lastToken(), level));
        }
        return placed;
    }

    /// The first level with room for so much, or the deepest that has files, if that is deeper.
    private static int target(long bytes, Levels levels, LeveledOptions options) {
        int roomy = 1;
        while (roomy < LeveledStrategy.LEVELS - 1
                && Levels.bytes(levels.get(roomy)) + bytes > options.maxBytes(roomy)) {
            roomy++;
        }
        for (int level = LeveledStrategy.LEVELS - 1; level > roomy; level--) {
            if (!levels.get(level).isEmpty()) {
                return level;
            }
        }
        return roomy;
    }

    private static boolean fits(SSTableSummary file, List<SSTableSummary> level) {
        return level.stream().noneMatch(file::overlaps);
    }

    private static long bytes(List<LiveSSTable> files) {
        return files.stream().mapToLong(file -> file.sstable().sizeBytes()).sum();
    }

    private static SSTableSummary summary(LiveSSTable file) {
        return LiveSets.summary(file, 0);
    }
}
