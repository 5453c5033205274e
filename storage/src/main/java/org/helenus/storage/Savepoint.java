package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.manifest.SchemaHistory;
import org.helenus.storage.sstable.SSTableId;

/// What an engine's tables held at one moment: their files by a second name (a snapshot under a tag of its own), their
/// definitions, and the last write timestamp.
///
/// [#restore] makes the engine what it was. It touches only tables that were written to, compacted or altered since,
/// so it costs what has changed and not what there is. Nothing of the tables' contents at the time of the restoration
/// stays, whatever its timestamps; readers under way end on what they have pinned.
///
/// One caller at a time, and nobody writes or alters meanwhile: such a write may be gone or may stay. A restoration
/// consists of steps that are each durable; after a crash in between, tables may be empty.
///
/// Threads: any. Whoever took it closes it.
public final class Savepoint implements AutoCloseable {
    private final StorageEngine engine;
    private final String tag;
    private final long lastTimestamp;
    private final Set<TableId> filled = new HashSet<>();
    // guarded by this
    private final Map<TableId, Set<SSTableId>> files = new HashMap<>();
    private Schema schema;
    private boolean closed;

    private Savepoint(StorageEngine engine, String tag, Schema schema, long lastTimestamp) {
        this.engine = engine;
        this.tag = tag;
        this.schema = schema;
        this.lastTimestamp = lastTimestamp;
    }

    static Savepoint take(StorageEngine engine) throws IOException {
        var schema = engine.schema();
        var tables = new ArrayList<TableId>();
        schema.keyspaces()
                .values()
                .forEach(keyspace -> keyspace.tables().values().forEach(table -> tables.add(table.id())));
        var savepoint = new Savepoint(
                engine,
                "savepoint-" + Long.toHexString(engine.random().nextLong()),
                schema,
                engine.timestamps().last());
        for (var table : engine.snapshots().take(savepoint.tag, tables).tables()) {
            var ids = new HashSet<SSTableId>();
            table.files().forEach(file -> ids.add(file.id()));
            savepoint.files.put(table.id(), ids);
            if (!ids.isEmpty()) {
                savepoint.filled.add(table.id());
            }
        }
        return savepoint;
    }

    /// Goes back to it; as often as wanted.
    ///
    /// @return the changes that the schema went through, in their order
    public synchronized List<SchemaChange> restore() throws IOException {
        if (closed) {
            throw new IllegalStateException("the savepoint is closed");
        }
        var now = engine.schema();
        var changed = new ArrayList<TableId>();
        for (var id : files.keySet()) {
            if (now.table(id).isEmpty()) {
                changed.add(id);
            } else if (isChanged(id, now)) {
                engine.truncate(id, false);
                changed.add(id);
            }
        }
        var changes = SchemaHistory.between(now, schema);
        if (!changes.isEmpty()) {
            engine.alterSchemaWithoutSnapshot(changes);
            schema = engine.schema(); // the same, but for ids that no column has
        }
        for (var id : changed) {
            if (filled.contains(id)) {
                engine.imports().snapshot(id, tag);
            }
            files.put(id, engine.engineTable(id).fileIds());
        }
        engine.timestamps().goBack(lastTimestamp);
        return changes;
    }

    private boolean isChanged(TableId id, Schema now) {
        TableMetadata before = schema.table(id).orElseThrow();
        return !now.table(id).orElseThrow().equals(before)
                || !engine.engineTable(id).holdsJust(files.get(id));
    }

    /// Gives up what it kept.
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            engine.snapshots().clear(tag);
        }
    }
}
