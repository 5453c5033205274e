package org.helenus.protocol.message;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;

/// Requests to bodies and back. Bytes after the message are ignored, as servers always did.
///
///     STARTUP        [string map]
///     OPTIONS        empty
///     QUERY          [long string] query, parameters
///     PREPARE        [long string] query, version 5: [int] flags, 1: [string] keyspace
///     EXECUTE        [short bytes] id, version 5: [short bytes] result metadata id, parameters
///     BATCH          [byte] type, [short] n, n × entry, parameters
///                    entry: [byte] 0 [long string] query | [byte] 1 [short bytes] id; then [short] n, n × [value]
///     REGISTER       [string list] of event types
///     AUTH_RESPONSE  [bytes] token
public final class RequestCodec {
    private static final int PREPARE_KEYSPACE = 0x01;
    private static final int ENTRY_TEXT = 0;
    private static final int ENTRY_PREPARED = 1;

    private RequestCodec() {}

    /// @throws ProtocolError the body is no such message
    public static Request decode(Opcode opcode, int version, BodyReader in) {
        return switch (opcode) {
            case STARTUP -> startup(in);
            case OPTIONS -> new Options();
            case QUERY -> new Query(in.longString(), ParametersCodec.decode(in, version));
            case PREPARE -> prepare(in, version);
            case EXECUTE -> execute(in, version);
            case BATCH -> batch(in, version);
            case REGISTER -> register(in);
            case AUTH_RESPONSE -> new AuthResponse(in.bytes());
            case ERROR, READY, AUTHENTICATE, SUPPORTED, RESULT, EVENT, AUTH_CHALLENGE, AUTH_SUCCESS ->
                throw new ProtocolError("Invalid opcode " + opcode + " for a request");
        };
    }

    private static Startup startup(BodyReader in) {
        Map<String, String> options = HashMap.newHashMap(8);
        for (var entry : in.stringMap().entrySet()) {
            options.put(entry.getKey().toUpperCase(Locale.ROOT), entry.getValue());
        }
        return new Startup(options);
    }

    private static Prepare prepare(BodyReader in, int version) {
        var cql = in.longString();
        boolean hasKeyspace = version >= ProtocolVersion.V5 && (in.i32() & PREPARE_KEYSPACE) != 0;
        return new Prepare(cql, hasKeyspace ? Optional.of(in.string()) : Optional.empty());
    }

    private static Execute execute(BodyReader in, int version) {
        byte[] id = in.shortBytes();
        byte[] resultMetadataId = version >= ProtocolVersion.V5 ? in.shortBytes() : new byte[0];
        return new Execute(id, resultMetadataId, ParametersCodec.decode(in, version));
    }

    private static Batch batch(BodyReader in, int version) {
        int type = in.u8();
        var batchType = BatchType.of(type).orElseThrow(() -> new ProtocolError("Invalid BATCH message type " + type));
        int count = in.count(5);
        var entries = new ArrayList<BatchEntry>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(in, version));
        }
        return new Batch(batchType, entries, ParametersCodec.decodeBatch(in, version));
    }

    private static BatchEntry entry(BodyReader in, int version) {
        int kind = in.u8();
        return switch (kind) {
            case ENTRY_TEXT -> new BatchEntry.Text(in.longString(), ParametersCodec.values(in, version, false));
            case ENTRY_PREPARED -> new BatchEntry.Prepared(in.shortBytes(), ParametersCodec.values(in, version, false));
            default -> throw new ProtocolError("Invalid query kind in BATCH messages. Must be 0 or 1 but got " + kind);
        };
    }

    private static Register register(BodyReader in) {
        var events = EnumSet.noneOf(EventType.class);
        for (var name : in.stringList()) {
            events.add(EventType.of(name.toUpperCase(Locale.ROOT))
                    .orElseThrow(() -> new ProtocolError("Invalid value '" + name + "' for an event type")));
        }
        return new Register(events);
    }

    /// Appends the body of a request.
    public static void encode(Request request, int version, ByteWriter out) {
        switch (request) {
            case Startup startup -> Notation.stringMap(out, startup.options());
            case Options _ -> {}
            case Query query -> {
                Notation.longString(out, query.cql());
                ParametersCodec.encode(query.parameters(), version, out);
            }
            case Prepare prepare -> encodePrepare(prepare, version, out);
            case Execute execute -> {
                Notation.shortBytes(out, execute.id());
                if (version >= ProtocolVersion.V5) {
                    Notation.shortBytes(out, execute.resultMetadataId());
                }
                ParametersCodec.encode(execute.parameters(), version, out);
            }
            case Batch batch -> encodeBatch(batch, version, out);
            case Register register ->
                Notation.stringList(
                        out,
                        register.events().stream().map(EventType::name).sorted().toList());
            case AuthResponse response -> Notation.bytes(out, response.token());
        }
    }

    private static void encodePrepare(Prepare prepare, int version, ByteWriter out) {
        Notation.longString(out, prepare.cql());
        if (version >= ProtocolVersion.V5) {
            out.i32(prepare.keyspace().isPresent() ? PREPARE_KEYSPACE : 0);
            if (prepare.keyspace().isPresent()) {
                Notation.string(out, prepare.keyspace().get());
            }
        }
    }

    private static void encodeBatch(Batch batch, int version, ByteWriter out) {
        out.u8(batch.type().code());
        out.u16(Notation.checkedCount(batch.entries().size()));
        for (var entry : batch.entries()) {
            switch (entry) {
                case BatchEntry.Text text -> {
                    out.u8(ENTRY_TEXT);
                    Notation.longString(out, text.cql());
                }
                case BatchEntry.Prepared prepared -> {
                    out.u8(ENTRY_PREPARED);
                    Notation.shortBytes(out, prepared.id());
                }
            }
            ParametersCodec.encodeValues(entry.values(), out);
        }
        ParametersCodec.encodeBatch(batch.parameters(), version, out);
    }
}
