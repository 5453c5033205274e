package org.helenus.compaction;

import java.util.Arrays;

/// Where the output of a merge is cut into files. A cut lies between two rows; a partition may continue in the next
/// file, except at shards, whose ends are tokens.
public sealed interface OutputCuts {
    /// One file, whatever its size.
    OutputCuts NEVER = new Never();

    /// See [#NEVER].
    record Never() implements OutputCuts {}

    /// A file ends when it has so many bytes.
    record AtBytes(long bytes) implements OutputCuts {
        public AtBytes {
            if (bytes < 1) {
                throw new IllegalArgumentException("files of " + bytes + " bytes");
            }
        }
    }

    /// A file ends where the ring, divided into `count` equal parts, has the end of one.
    record AtShards(int count) implements OutputCuts {
        public AtShards {
            if (count < 1) {
                throw new IllegalArgumentException(count + " shards");
            }
        }
    }

    /// The first file takes half of `totalBytes`, the next a quarter, and so on; what would be smaller than
    /// `leastBytes` goes to the last.
    record Halving(long totalBytes, long leastBytes) implements OutputCuts {}

    /// About how many files `bytes` become that cover `share` of the ring.
    default double files(long bytes, double share) {
        return switch (this) {
            case Never() -> 1;
            case AtBytes(long limit) -> Math.max(1, (double) bytes / limit);
            case AtShards(int count) -> Math.max(1, count * share);
            case Halving _ -> 2; // the first holds half
        };
    }

    /// Follows the rows of one run.
    default Cutter cutter() {
        return new Cutter(this);
    }

    /// Says for each row whether a new file begins with it. One thread.
    final class Cutter {
        private final OutputCuts cuts;
        private long halvingLimit;
        /// Unsigned, as the first eight bytes of a key are; meaningful unless it is the last shard.
        private long shardEnd;

        private int shard = -1;

        private Cutter(OutputCuts cuts) {
            this.cuts = cuts;
            if (cuts instanceof Halving(long total, long least)) {
                halvingLimit = limit(total / 2, least);
            }
        }

        private static long limit(long bytes, long least) {
            return bytes < least ? Long.MAX_VALUE : bytes;
        }

        /// Once for each row, in order.
        ///
        /// @param fileBytes of the file that the row before went to, 0 when there was none
        public boolean cutsBefore(byte[] key, long fileBytes) {
            return switch (cuts) {
                case Never() -> false;
                case AtBytes(long bytes) -> fileBytes >= bytes;
                case AtShards(int count) -> leavesShard(key, count);
                case Halving(var _, long least) -> {
                    boolean full = fileBytes >= halvingLimit;
                    if (full) {
                        halvingLimit = limit(halvingLimit / 2, least);
                    }
                    yield full;
                }
            };
        }

        private boolean leavesShard(byte[] key, int count) {
            long place = RingSpan.place(key);
            boolean same = shard >= 0 && (shard == count - 1 || Long.compareUnsigned(place, shardEnd) < 0);
            if (same) {
                return false;
            }
            boolean first = shard < 0;
            shard = RingSpan.shardOf(place, count);
            shardEnd = shard == count - 1 ? 0 : RingSpan.shardStart(shard + 1, count);
            return !first;
        }

        /// Where the file begins that this row is the first of, after [#cutsBefore] said so: not after the row.
        byte[] start(byte[] key, int keyLength) {
            return cuts instanceof AtShards(int count)
                    ? RingSpan.key(RingSpan.shardStart(shard, count))
                    : Arrays.copyOf(key, keyLength);
        }
    }
}
