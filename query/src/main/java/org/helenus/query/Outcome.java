package org.helenus.query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;

/// The answer to a statement.
public sealed interface Outcome {
    Notes notes();

    /// The same answer with these notes.
    Outcome with(Notes notes);

    default List<String> warnings() {
        return notes().warnings();
    }

    default Optional<UUID> tracingId() {
        return notes().tracingId();
    }

    /// Done, and nothing to show.
    record Done(Notes notes) implements Outcome {
        public static final Done PLAIN = new Done(Notes.NONE);

        @Override
        public Done with(Notes changed) {
            return new Done(changed);
        }
    }

    /// Rows, or one page of them.
    ///
    /// @param content `rowCount` rows of `columns.size()` values, each `[i32 length][bytes]`, length −1 for null:
    ///     the body of a Rows result as it goes over the wire. Owned by the receiver.
    /// @param pagingState where the next page starts; empty: this was the last one
    /// @param resultMetadataId MD5 of the column specs, to compare with what the client holds
    /// @param metadataFixed false when the columns may differ from what the client learned when it prepared
    ///     (conditions, a table altered since): then the metadata must be sent even if the client asks to skip it
    record Rows(
            List<ColumnSpec> columns,
            ByteWriter content,
            int rowCount,
            Optional<byte[]> pagingState,
            byte[] resultMetadataId,
            boolean metadataFixed,
            Notes notes)
            implements Outcome {
        @Override
        public Rows with(Notes changed) {
            return new Rows(columns, content, rowCount, pagingState, resultMetadataId, metadataFixed, changed);
        }
    }

    /// `USE` took effect; the session already has the keyspace.
    record KeyspaceSet(String keyspace, Notes notes) implements Outcome {
        @Override
        public KeyspaceSet with(Notes changed) {
            return new KeyspaceSet(keyspace, changed);
        }
    }

    /// The schema changed, durably.
    ///
    /// @param name of the table, type, function or aggregate; empty for a keyspace
    /// @param argumentTypes of a function or aggregate
    record SchemaChanged(
            Change change, Target target, String keyspace, String name, List<String> argumentTypes, Notes notes)
            implements Outcome {
        public SchemaChanged {
            argumentTypes = List.copyOf(argumentTypes);
        }

        @Override
        public SchemaChanged with(Notes changed) {
            return new SchemaChanged(change, target, keyspace, name, argumentTypes, changed);
        }
    }

    /// What happened to a part of the schema; the names are those of the wire.
    enum Change {
        CREATED,
        UPDATED,
        DROPPED
    }

    /// Which part of the schema changed; the names are those of the wire.
    enum Target {
        KEYSPACE,
        TABLE,
        TYPE,
        FUNCTION,
        AGGREGATE
    }
}
