package org.helenus.storage.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.schema.Schema;
import org.helenus.schema.TableId;
import org.helenus.storage.manifest.ManifestEdit.AddSSTable;
import org.helenus.storage.manifest.ManifestEdit.ChangeSchema;
import org.helenus.storage.manifest.ManifestEdit.FlushedGeneration;
import org.helenus.storage.manifest.ManifestEdit.PutProperty;
import org.helenus.storage.manifest.ManifestEdit.RemoveSSTable;
import org.helenus.storage.manifest.ManifestEdit.RetireLog;
import org.helenus.storage.manifest.ManifestEdit.TimestampCeiling;
import org.helenus.storage.manifest.ManifestEdit.TruncatedGeneration;
import org.helenus.storage.sstable.SSTableId;

/// What all edits say together. Immutable; [#apply] gives the next one.
public final class ManifestState {
    public static final ManifestState EMPTY = new ManifestState(Schema.EMPTY, Map.of(), Map.of(), Long.MIN_VALUE, 0);

    /// What is said of one table.
    ///
    /// @param files in the order in which they were added
    /// @param flushedGeneration no record of this memtable generation or an earlier one is replayed
    public record TableFiles(Map<SSTableId, AddSSTable> files, long flushedGeneration) {
        static final TableFiles NONE = new TableFiles(Map.of(), 0);

        public TableFiles {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }

        private TableFiles with(AddSSTable added) {
            var all = new LinkedHashMap<>(files);
            all.put(added.file(), added);
            return new TableFiles(all, flushedGeneration);
        }

        private TableFiles without(SSTableId removed) {
            var all = new LinkedHashMap<>(files);
            all.remove(removed);
            return new TableFiles(all, flushedGeneration);
        }
    }

    private final Schema schema;
    private final Map<TableId, TableFiles> tables;
    private final Map<String, byte[]> properties;
    private final long timestampCeiling;
    private final long retiredLog;

    private ManifestState(
            Schema schema,
            Map<TableId, TableFiles> tables,
            Map<String, byte[]> properties,
            long timestampCeiling,
            long retiredLog) {
        this.schema = schema;
        this.tables = tables;
        this.properties = properties;
        this.timestampCeiling = timestampCeiling;
        this.retiredLog = retiredLog;
    }

    public Schema schema() {
        return schema;
    }

    /// Files and generation of a table; nothing for one that has neither.
    public TableFiles table(TableId id) {
        return tables.getOrDefault(id, TableFiles.NONE);
    }

    public Map<TableId, TableFiles> tables() {
        return tables;
    }

    public Optional<byte[]> property(String name) {
        return Optional.ofNullable(properties.get(name)).map(byte[]::clone);
    }

    /// No greater server timestamp was given, microseconds; [Long#MIN_VALUE] before the first.
    public long timestampCeiling() {
        return timestampCeiling;
    }

    /// The newest commit log segment that does not count any more; 0: all count.
    public long retiredLog() {
        return retiredLog;
    }

    /// The state after these edits, in their order.
    public ManifestState apply(List<ManifestEdit> edits) {
        var changes = new ArrayList<org.helenus.schema.SchemaChange>();
        var nextTables = new HashMap<>(tables);
        var nextProperties = new TreeMap<>(properties);
        long nextCeiling = timestampCeiling;
        long nextRetired = retiredLog;
        for (var edit : edits) {
            switch (edit) {
                case AddSSTable added ->
                    nextTables.put(added.table(), of(nextTables, added.table()).with(added));
                case RemoveSSTable removed ->
                    nextTables.put(
                            removed.table(), of(nextTables, removed.table()).without(removed.file()));
                case FlushedGeneration flushed -> {
                    var files = of(nextTables, flushed.table());
                    long generation = Math.max(files.flushedGeneration, flushed.generation());
                    nextTables.put(flushed.table(), new TableFiles(files.files, generation));
                }
                case TruncatedGeneration truncated -> {
                    var files = of(nextTables, truncated.table());
                    long generation = Math.max(files.flushedGeneration, truncated.generation());
                    nextTables.put(truncated.table(), new TableFiles(Map.of(), generation));
                }
                case ChangeSchema change -> changes.add(change.change());
                case PutProperty property ->
                    property.value()
                            .ifPresentOrElse(
                                    value -> nextProperties.put(property.name(), value),
                                    () -> nextProperties.remove(property.name()));
                case TimestampCeiling ceiling -> nextCeiling = ceiling.micros();
                case RetireLog retired -> nextRetired = Math.max(nextRetired, retired.throughSequence());
            }
        }
        var nextSchema = changes.isEmpty() ? schema : schema.apply(changes);
        if (!changes.isEmpty()) {
            nextTables.keySet().removeIf(id -> nextSchema.table(id).isEmpty());
        }
        return new ManifestState(nextSchema, Map.copyOf(nextTables), nextProperties, nextCeiling, nextRetired);
    }

    /// Edits that make this state from the empty one.
    public List<ManifestEdit> edits() {
        var edits = new ArrayList<ManifestEdit>();
        for (var change : SchemaHistory.of(schema)) {
            edits.add(new ChangeSchema(change));
        }
        tables.forEach((table, files) -> {
            if (files.flushedGeneration > 0) {
                edits.add(new FlushedGeneration(table, files.flushedGeneration));
            }
            edits.addAll(files.files.values());
        });
        properties.forEach((name, value) -> edits.add(new PutProperty(name, Optional.of(value))));
        if (timestampCeiling != Long.MIN_VALUE) {
            edits.add(new TimestampCeiling(timestampCeiling));
        }
        if (retiredLog > 0) {
            edits.add(new RetireLog(retiredLog));
        }
        return edits;
    }

    private static TableFiles of(Map<TableId, TableFiles> tables, TableId id) {
        return tables.getOrDefault(id, TableFiles.NONE);
    }
}
