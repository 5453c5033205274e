package org.helenus.benchmarks.engine;

import java.io.IOException;

/// One storage engine under workload KV116, as its own users would call it.
///
/// Threads: one caller; the engine's own background threads beside it.
public interface EngineSide extends AutoCloseable {

    /// Adds or replaces one entry; logged, not synced.
    void put(byte[] key, byte[] value) throws Exception;

    /// Copies the value of `key` into `into` and returns its length; −1 when there is none.
    int get(byte[] key, byte[] into) throws Exception;

    /// Reads `count` entries from `key` on, keys and values, and returns a checksum of their bytes; fewer at the
    /// end.
    long scan(byte[] key, int count) throws Exception;

    /// Writes the memtable out.
    void flush() throws Exception;

    /// Waits until nothing is being flushed or compacted and nothing waits to be.
    void awaitQuiet() throws Exception;

    /// Merges everything to the fewest bytes that the engine knows.
    void compactAll() throws Exception;

    /// Bytes of the data files that are live.
    long dataBytes() throws IOException;

    /// Data blocks that reads have taken from files since the start, cached ones not counted.
    long blocksRead();

    /// Bits that the filters of the live data files take, for each key in them.
    double filterBitsPerKey() throws Exception;

    /// Bytes that flushes and merges have written to data files since the engine was opened; what the log took
    /// is not in it.
    long bytesWritten();

    @Override
    void close() throws IOException;
}
