package org.helenus.server.admin;

import com.codahale.metrics.MetricRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.protocol.netty.NativeServer;
import org.helenus.query.NodeDescription;
import org.helenus.storage.Clock;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.disk.Disk;

/// The parts of a node that orders go to.
///
/// @param history the compactions that the node remembers, latest first; waits for the disk
/// @param reads the pool for reads that wait for the disk
/// @param disk that the data lies on
/// @param directory where that disk begins, absolute
public record NodeUnderAdmin(
        NodeDescription node,
        StorageEngine storage,
        CompactionScheduler compaction,
        Supplier<List<PastCompaction>> history,
        NativeServer clients,
        ThreadPoolExecutor reads,
        MetricRegistry metrics,
        Clock clock,
        Disk disk,
        Path directory) {
    public NodeUnderAdmin {
        directory = directory.toAbsolutePath().normalize();
    }

    /// Where a file of the disk lies for everybody.
    String absolute(String path) {
        return directory.resolve(path).toString();
    }
}
