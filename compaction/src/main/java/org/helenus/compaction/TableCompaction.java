package org.helenus.compaction;

import java.util.OptionalDouble;
import org.helenus.schema.TableMetadata;

/// How the compaction of one table stands.
///
/// @param enabled it is compacted by itself: nobody forbade it, and the table's options do not either
/// @param sstables live files
/// @param liveBytes of them
/// @param running merges under way
/// @param pending about how many merges are due and not under way
/// @param debt how far its files are behind
/// @param debtSeconds how long compactions would take for that alone, at the rate they may write or, without a limit,
///     at the rate that they wrote so far; empty when nothing is known of that
/// @param readAmplification files that reach over one place of the ring, on average: what a read must ask that no
///     filter answers for
/// @param totals since the start
public record TableCompaction(
        TableMetadata table,
        boolean enabled,
        int sstables,
        long liveBytes,
        int running,
        int pending,
        Debt debt,
        OptionalDouble debtSeconds,
        double readAmplification,
        CompactionTotals totals) {}
