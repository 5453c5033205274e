package org.helenus.server.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.SSTableId;

/// From the names of live files to their tables.
final class LiveFiles {
    private final NodeUnderAdmin node;

    LiveFiles(NodeUnderAdmin node) {
        this.node = node;
    }

    /// @param files each a path, or a name alone
    /// @throws AdminException one of them is no live file
    SequencedMap<TableStore, List<SSTableId>> named(List<String> files) throws AdminException {
        var byTable = new LinkedHashMap<TableStore, List<SSTableId>>();
        for (var file : files) {
            var name = file.substring(file.lastIndexOf('/') + 1);
            var id = SSTableId.ofFileName(name)
                    .orElseThrow(() -> AdminException.badRequest("Invalid sstable file " + name
                            + ": the name doesn't look like a supported sstable file name"));
            byTable.computeIfAbsent(tableOf(file, id), table -> new ArrayList<>())
                    .add(id);
        }
        return byTable;
    }

    private TableStore tableOf(String file, SSTableId id) throws AdminException {
        for (var table : node.storage().tables()) {
            try (var live = table.sstables()) {
                for (var candidate : live.all()) {
                    boolean isIt = candidate.sstable().id().equals(id)
                            && Path.of(node.absolute(candidate.sstable().path()))
                                    .endsWith(file);
                    if (isIt) {
                        return table;
                    }
                }
            }
        }
        throw AdminException.badRequest(file + " is not an active sstable");
    }
}
