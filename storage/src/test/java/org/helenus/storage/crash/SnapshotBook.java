package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.snapshot.Snapshot;
import org.helenus.storage.snapshot.SnapshotStore;
import org.helenus.storage.sstable.SSTable;

/// The snapshots that were taken and cleared: those that must be there after a crash, and those that may be.
final class SnapshotBook {
    private final Map<String, Snapshot> taken = new TreeMap<>();
    private final Set<String> inDoubt = new TreeSet<>();

    void take(StorageEngine engine, String tag) throws IOException {
        inDoubt.add(tag);
        var tables = List.of(
                TestTables.current(engine, 0).id(),
                TestTables.current(engine, 1).id());
        taken.put(tag, engine.snapshots().take(tag, tables));
        inDoubt.remove(tag);
    }

    /// The oldest, if any.
    void clear(StorageEngine engine) throws IOException {
        if (!taken.isEmpty()) {
            String tag = new TreeSet<>(taken.keySet()).first();
            taken.remove(tag);
            inDoubt.add(tag);
            assertThat(engine.snapshots().clear(tag)).isTrue();
            inDoubt.remove(tag);
        }
    }

    /// What an engine that opened on a disk has, whole and readable.
    void check(StorageEngine engine, MemoryDisk disk) throws IOException {
        var tags = new ArrayList<String>();
        for (var snapshot : engine.snapshots().list()) {
            tags.add(snapshot.tag());
            var expected = taken.get(snapshot.tag());
            if (expected != null) {
                assertThat(snapshot).isEqualTo(expected);
            }
            checkFiles(snapshot, disk);
        }
        tags.removeAll(inDoubt);
        assertThat(tags).as("snapshots").containsExactlyElementsOf(taken.keySet());
    }

    private static void checkFiles(Snapshot snapshot, MemoryDisk disk) throws IOException {
        try (var cache = new BlockCache(1 << 16, Runnable::run)) {
            for (var table : snapshot.tables()) {
                for (var file : table.files()) {
                    String path = SnapshotStore.directory(snapshot.tag()) + "/" + table.directory() + "/"
                            + file.id().fileName();
                    var sstable = SSTable.open(disk, path, cache);
                    try {
                        sstable.verify();
                    } finally {
                        sstable.release();
                    }
                }
            }
        }
    }
}
