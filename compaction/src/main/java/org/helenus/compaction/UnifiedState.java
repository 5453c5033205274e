package org.helenus.compaction;

import java.nio.ByteBuffer;

/// What unified compaction remembers. In bytes: i64 × 3, in the order below.
///
/// @param flushBytes about how large a flushed file is; 0: none was seen
/// @param seenMillis when the latest flushed file was written
/// @param expiredCheckMillis when expired files were last looked for
record UnifiedState(long flushBytes, long seenMillis, long expiredCheckMillis) {
    private static final UnifiedState NEW = new UnifiedState(0, Long.MIN_VALUE, Long.MIN_VALUE);

    static UnifiedState decode(CompactionStrategy.State state) {
        if (state.bytes().length != 3 * Long.BYTES) {
            return NEW; // another strategy's: starting anew does no harm
        }
        var in = ByteBuffer.wrap(state.bytes());
        return new UnifiedState(Math.max(0, in.getLong()), in.getLong(), in.getLong());
    }

    CompactionStrategy.State encode() {
        return new CompactionStrategy.State(ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(flushBytes)
                .putLong(seenMillis)
                .putLong(expiredCheckMillis)
                .array());
    }

    /// Takes in the files of level 0 that were not seen before. When none was, the smallest stands for all: the
    /// others may be what another strategy merged.
    UnifiedState with(LiveSet live) {
        long smallest = Long.MAX_VALUE;
        long average = flushBytes;
        long latest = seenMillis;
        for (SSTableSummary file : live.files()) {
            if (file.level() == 0 && file.createdMillis() > seenMillis) {
                smallest = Math.min(smallest, file.sizeBytes());
                average += (file.sizeBytes() - average) / 8;
                latest = Math.max(latest, file.createdMillis());
            }
        }
        boolean first = flushBytes == 0 && smallest != Long.MAX_VALUE;
        return new UnifiedState(first ? smallest : average, latest, expiredCheckMillis);
    }

    UnifiedState checked(long nowMillis) {
        return new UnifiedState(flushBytes, seenMillis, nowMillis);
    }
}
