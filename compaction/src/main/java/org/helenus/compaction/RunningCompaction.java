package org.helenus.compaction;

import java.util.UUID;
import org.helenus.schema.TableMetadata;

/// A merge under way, as it was when somebody asked.
///
/// @param id names it, to stop it by; the id of its entry in the history too. A time UUID of when it began
/// @param table as it was when the merge began
/// @param completed of `total`
/// @param total bytes that the inputs' blocks hold, uncompressed; 0 until they are opened
/// @param diskBytes of the inputs, as they lie in their files
/// @param startedMicros since 1970
public record RunningCompaction(
        UUID id,
        TableMetadata table,
        CompactionTask task,
        long completed,
        long total,
        long diskBytes,
        long startedMicros) {
    /// What `completed` and `total` count.
    public static final String UNIT = "bytes";

    public CompactionKind kind() {
        return task.kind();
    }

    /// 0 … 1.
    public double ratio() {
        return total == 0 ? 0 : (double) completed / total;
    }
}
