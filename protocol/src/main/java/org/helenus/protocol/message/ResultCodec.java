package org.helenus.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;

/// RESULT bodies: an `i32` kind, then
///
///     1 void
///     2 rows           metadata, [int] rows, the values
///     3 set keyspace   [string]
///     4 prepared       [short bytes] id, version 5: [short bytes] result metadata id, variables, result metadata
///     5 schema change  as in the event
///
///     metadata   [int] flags, [int] columns, 2: [bytes] paging state, 8: [short bytes] new metadata id,
///                unless 4: 1: [string] keyspace [string] table,
///                          columns × (unless 1: [string] keyspace [string] table) [string] name <type>
///     variables  [int] flags, [int] n, version 4: [int] k, k × [short] index of a partition key part, then as above
final class ResultCodec {
    private static final int VOID = 1;
    private static final int ROWS = 2;
    private static final int SET_KEYSPACE = 3;
    private static final int PREPARED = 4;
    private static final int SCHEMA_CHANGE = 5;

    private static final int GLOBAL_TABLE = 1;
    private static final int HAS_MORE_PAGES = 2;
    private static final int NO_METADATA = 4;
    private static final int METADATA_CHANGED = 8;

    private ResultCodec() {}

    static void encode(Result result, int version, ByteWriter out) {
        switch (result) {
            case VoidResult _ -> out.i32(VOID);
            case RowsResult rows -> {
                out.i32(ROWS);
                encodeRows(rows, version, out);
            }
            case SetKeyspaceResult set -> {
                out.i32(SET_KEYSPACE);
                Notation.string(out, set.keyspace());
            }
            case PreparedResult prepared -> {
                out.i32(PREPARED);
                encodePrepared(prepared, version, out);
            }
            case SchemaChangeResult changed -> {
                out.i32(SCHEMA_CHANGE);
                EventCodec.encodeChange(changed.change(), version, out);
            }
        }
    }

    private static void encodeRows(RowsResult rows, int version, ByteWriter out) {
        boolean changed =
                version >= ProtocolVersion.V5 && rows.changedMetadataId().isPresent();
        boolean skip = rows.skipMetadata() && !changed;
        boolean global = !skip && oneTable(rows.columns());
        int flags = (skip ? NO_METADATA : 0)
                | (global ? GLOBAL_TABLE : 0)
                | (rows.pagingState().isPresent() ? HAS_MORE_PAGES : 0)
                | (changed ? METADATA_CHANGED : 0);
        out.i32(flags);
        out.i32(rows.columns().size());
        if (rows.pagingState().isPresent()) {
            Notation.bytes(out, rows.pagingState());
        }
        if (changed) {
            Notation.shortBytes(out, rows.changedMetadataId().get());
        }
        if (!skip) {
            encodeColumns(rows.columns(), global, version, out);
        }
        out.i32(rows.rowCount());
        out.bytes(rows.content().array(), 0, rows.content().length());
    }

    private static void encodePrepared(PreparedResult prepared, int version, ByteWriter out) {
        Notation.shortBytes(out, prepared.id());
        if (version >= ProtocolVersion.V5) {
            Notation.shortBytes(out, prepared.resultMetadataId());
        }
        boolean global = oneTable(prepared.variables());
        out.i32(global ? GLOBAL_TABLE : 0);
        out.i32(prepared.variables().size());
        if (version >= ProtocolVersion.V4) {
            out.i32(prepared.partitionKeyIndexes().length);
            for (int index : prepared.partitionKeyIndexes()) {
                out.u16(index);
            }
        }
        encodeColumns(prepared.variables(), global, version, out);
        if (prepared.resultColumns().isEmpty()) {
            out.i32(NO_METADATA);
            out.i32(0);
            return;
        }
        boolean globalResult = oneTable(prepared.resultColumns());
        out.i32(globalResult ? GLOBAL_TABLE : 0);
        out.i32(prepared.resultColumns().size());
        encodeColumns(prepared.resultColumns(), globalResult, version, out);
    }

    private static boolean oneTable(List<ColumnSpec> columns) {
        if (columns.isEmpty()) {
            return false;
        }
        var first = columns.getFirst();
        for (int i = 1; i < columns.size(); i++) {
            var column = columns.get(i);
            if (!column.table().equals(first.table()) || !column.keyspace().equals(first.keyspace())) {
                return false;
            }
        }
        return true;
    }

    private static void encodeColumns(List<ColumnSpec> columns, boolean global, int version, ByteWriter out) {
        if (global) {
            Notation.string(out, columns.getFirst().keyspace());
            Notation.string(out, columns.getFirst().table());
        }
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            if (!global) {
                Notation.string(out, column.keyspace());
                Notation.string(out, column.table());
            }
            Notation.string(out, column.name());
            TypeCodec.write(column.type(), version, out);
        }
    }

    static Result decode(int version, BodyReader in) {
        int kind = in.i32();
        return switch (kind) {
            case VOID -> new VoidResult();
            case ROWS -> decodeRows(in);
            case SET_KEYSPACE -> new SetKeyspaceResult(in.string());
            case PREPARED -> decodePrepared(version, in);
            case SCHEMA_CHANGE -> new SchemaChangeResult(EventCodec.decodeChange(in));
            default -> throw new ProtocolError("Unknown result kind " + kind);
        };
    }

    private static RowsResult decodeRows(BodyReader in) {
        int flags = in.i32();
        int count = in.i32();
        Optional<byte[]> pagingState = (flags & HAS_MORE_PAGES) != 0 ? in.bytes() : Optional.empty();
        Optional<byte[]> changedId = (flags & METADATA_CHANGED) != 0 ? Optional.of(in.shortBytes()) : Optional.empty();
        boolean skip = (flags & NO_METADATA) != 0;
        List<ColumnSpec> columns = skip ? List.of() : decodeColumns(in, flags, count);
        int rowCount = in.i32();
        if (rowCount < 0) {
            throw new ProtocolError("Row count " + rowCount + " is negative");
        }
        var content = new ByteWriter(in.remaining());
        int length = in.remaining();
        content.bytes(in.array(), in.skip(length), length);
        return new RowsResult(columns, skip, content, rowCount, pagingState, changedId);
    }

    private static PreparedResult decodePrepared(int version, BodyReader in) {
        byte[] id = in.shortBytes();
        byte[] resultMetadataId = version >= ProtocolVersion.V5 ? in.shortBytes() : new byte[0];
        int flags = in.i32();
        int count = in.i32();
        int[] keyIndexes = {};
        if (version >= ProtocolVersion.V4) {
            int keys = in.i32();
            checkCount(keys, 2, in);
            keyIndexes = new int[keys];
            for (int i = 0; i < keys; i++) {
                keyIndexes[i] = in.u16();
            }
        }
        var variables = decodeColumns(in, flags, count);
        int resultFlags = in.i32();
        int resultCount = in.i32();
        List<ColumnSpec> result =
                (resultFlags & NO_METADATA) != 0 ? List.of() : decodeColumns(in, resultFlags, resultCount);
        return new PreparedResult(id, resultMetadataId, variables, keyIndexes, result);
    }

    private static List<ColumnSpec> decodeColumns(BodyReader in, int flags, int count) {
        boolean global = (flags & GLOBAL_TABLE) != 0;
        var keyspace = global ? in.string() : "";
        var table = global ? in.string() : "";
        checkCount(count, global ? 4 : 8, in);
        List<ColumnSpec> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(new ColumnSpec(
                    global ? keyspace : in.string(), global ? table : in.string(), in.string(), TypeCodec.read(in)));
        }
        return columns;
    }

    private static void checkCount(int count, int itemBytes, BodyReader in) {
        if (count < 0 || (long) count * itemBytes > in.remaining()) {
            throw new ProtocolError("A count of " + count + " does not fit into the message body");
        }
    }
}
