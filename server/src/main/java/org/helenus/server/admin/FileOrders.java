package org.helenus.server.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.helenus.compaction.BulkLayout;
import org.helenus.schema.option.CompactionParams;
import org.helenus.storage.ImportReport;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.TableStore;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTableId;

/// Single files: which holds a key, which is damaged, and the way in for files of elsewhere. Threads: any; reads the
/// disk.
final class FileOrders {
    private final NodeUnderAdmin node;
    private final ChosenTables tables;
    private final Explanations explanations;

    FileOrders(NodeUnderAdmin node, ChosenTables tables) {
        this.node = node;
        this.tables = tables;
        explanations = new Explanations(node);
    }

    /// The files that have rows or deletions of a partition.
    String holding(AdminRequest request) throws AdminException, IOException {
        var table = tables.one(request.one("of"));
        var metadata = table.metadata();
        var wire = request.optional("hex").isPresent()
                ? PartitionKeyText.ofHex(metadata, request.one("hex"))
                : PartitionKeyText.wire(metadata, request.one("key"));
        var json = new JsonWriter()
                .object()
                .field("leveled", metadata.options().compaction().strategy() == CompactionParams.Strategy.LEVELED)
                .name("sstables")
                .array();
        try (var files = table.sstables()) {
            for (var file : files.all()) {
                if (holds(table, file, wire)) {
                    json.object()
                            .field("file", node.absolute(file.sstable().path()))
                            .field("level", file.level())
                            .end();
                }
            }
        }
        return json.end().end().toString();
    }

    private static boolean holds(TableStore table, LiveSSTable file, byte[] wire) throws IOException {
        long token = PartitionKeyText.token(wire);
        if (token < file.firstToken() || token > file.lastToken()) {
            return false;
        }
        var keys = KeyCodec.of(table.metadata());
        var range = keys.partition(keys.partitionPrefix(wire));
        if (file.sstable().deletions().clip(range).size() > 0) {
            return true;
        }
        try (var rows = file.sstable().scan(range, false, ReadMode.MAY_BLOCK)) {
            return rows.next();
        }
    }

    /// Why deletions are still in files: in those that are named, or else in all of the tables.
    String why(AdminRequest request) throws AdminException, IOException {
        var json = new JsonWriter().object().name("sstables").array();
        for (var entry : new LiveFiles(node).named(request.all("file")).entrySet()) {
            explanations.explain(json, entry.getKey(), entry.getValue());
        }
        if (request.all("file").isEmpty()) {
            for (var table : tables.of(request.all("of"))) {
                explanations.explain(json, table, ids(table));
            }
        }
        return json.end().end().toString();
    }

    private static List<SSTableId> ids(TableStore table) {
        try (var files = table.sstables()) {
            return files.all().stream().map(file -> file.sstable().id()).toList();
        }
    }

    /// Reads and checks every file of the tables.
    String verify(AdminRequest request) throws AdminException, IOException {
        var damaged = new ArrayList<String>();
        var json = new JsonWriter().object().name("sstables").array();
        for (var table : tables.of(request.all("of"))) {
            try (var files = table.sstables()) {
                for (var file : files.all()) {
                    try {
                        long rows = file.sstable().verify();
                        json.object()
                                .field("file", node.absolute(file.sstable().path()))
                                .field("rows", rows)
                                .end();
                    } catch (CorruptSSTableException e) {
                        damaged.add(e.getMessage());
                    }
                }
            }
        }
        if (!damaged.isEmpty()) {
            throw AdminException.failed(String.join("\n", damaged));
        }
        return json.end().end().toString();
    }

    /// What is whole of damaged files takes their place; they themselves are kept aside.
    String scrub(AdminRequest request) throws AdminException, IOException {
        var json = new JsonWriter().object().name("sstables").array();
        for (var table : tables.of(request.all("of"))) {
            for (var report : node.storage().scrub(table.id())) {
                json.object()
                        .field("file", node.absolute(report.file()))
                        .field("rows_kept", report.rowsKept())
                        .field("rows_lost", report.rowsLost())
                        .name("damages")
                        .array();
                report.damages().forEach(damage -> json.value(damage.getMessage()));
                json.end();
                report.setAside().ifPresent(path -> json.field("set_aside", node.absolute(path)));
                json.end();
            }
        }
        return json.end().end().toString();
    }

    /// Files of a directory, or of a snapshot of this node, come into a table.
    String bringIn(AdminRequest request) throws AdminException, IOException {
        var table = tables.one(request.one("of"));
        var json = new JsonWriter().object().name("imports").array();
        for (var directory : request.all("directory")) {
            report(json, directory(table, directory));
        }
        if (request.optional("snapshot").isPresent()) {
            report(json, node.storage().imports().snapshot(table.id(), request.one("snapshot")));
        } else if (request.all("directory").isEmpty()) {
            throw AdminException.badRequest("'directory' is missing");
        }
        return json.end().end().toString();
    }

    private ImportReport directory(TableStore table, String name) throws AdminException, IOException {
        Path directory;
        try {
            directory = Path.of(name).normalize();
        } catch (InvalidPathException e) {
            throw AdminException.badRequest("'" + name + "' is no directory");
        }
        if (!directory.isAbsolute() || !Files.isDirectory(directory)) {
            throw AdminException.badRequest("Directory " + name + " does not exist");
        }
        if (directory.startsWith(node.directory()) && !directory.equals(node.directory())) {
            return node.storage()
                    .imports()
                    .directory(
                            table.id(),
                            node.disk(),
                            node.directory().relativize(directory).toString(),
                            BulkLayout.placement(table.metadata()));
        }
        var root = directory.getRoot();
        return node.storage()
                .imports()
                .directory(
                        table.id(),
                        new SystemDisk(root),
                        root.relativize(directory).toString(),
                        BulkLayout.placement(table.metadata()));
    }

    private static void report(JsonWriter json, ImportReport report) {
        json.object()
                .field("rows", report.rows())
                .field("linked", report.linked())
                .name("files")
                .array();
        report.files().forEach(json::value);
        json.end().end();
    }
}
