package org.helenus.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.EnvelopeWriter;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.CasWriteUnknown;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.FailureReason;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.ReadFailure;
import org.helenus.schema.error.ReadTimeout;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.error.WriteFailure;
import org.helenus.schema.error.WriteTimeout;
import org.helenus.schema.error.WriteType;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every message of each version, byte by byte. `-Drewrite=true` writes the answers anew.
class FrameGoldenTest {
    private final Map<String, Object> messages = new LinkedHashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void framesAreAsTheyWere(int version) throws Exception {
        requests();
        results();
        errorsAndEvents();
        var text = new StringBuilder();
        messages.forEach((name, message) -> text.append(name)
                .append("\n----\n")
                .append(FrameDump.of(frame(message, version)))
                .append('\n'));
        var name = "frames-v" + version + ".txt";
        if (Boolean.parseBoolean(System.getProperty("rewrite", ""))) {
            var resources = Path.of("src/test/resources/org/helenus/protocol/message");
            Files.createDirectories(resources);
            Files.writeString(resources.resolve(name), text);
        }
        assertThat(text.toString()).doesNotContain("NOT UNDERSTOOD").isEqualTo(golden(name));
    }

    private static String golden(String name) throws IOException {
        try (var in = FrameGoldenTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void requests() {
        messages.put("startup", new Startup(Map.of("CQL_VERSION", "3.0.0")));
        messages.put("options", new Options());
        messages.put("query without anything", new Query("SELECT 1", parameters(BoundValues.EMPTY)));
        messages.put("query with all there is", new Query("SELECT 1", everything()));
        messages.put("query with named values", new Query("SELECT 1", parameters(values(List.of("a", "b", "c")))));
        messages.put("prepare", new Prepare("SELECT ?", Optional.empty()));
        messages.put("prepare in a keyspace", new Prepare("SELECT ?", Optional.of("ks")));
        messages.put("execute", new Execute(new byte[] {1, 2}, new byte[] {3}, parameters(values(List.of()))));
        messages.put(
                "batch",
                new Batch(
                        BatchType.UNLOGGED,
                        List.of(
                                new BatchEntry.Text("INSERT", BoundValues.EMPTY),
                                new BatchEntry.Prepared(new byte[] {9}, values(List.of()))),
                        everything()));
        messages.put("register", new Register(Set.of(EventType.values())));
        messages.put("auth response", new AuthResponse(Optional.of(new byte[] {0, 'u', 0, 'p'})));
    }

    private void results() {
        messages.put("ready", new Ready());
        messages.put("authenticate", new Authenticate("org.apache.cassandra.auth.PasswordAuthenticator"));
        messages.put("supported", new Supported(Map.of("COMPRESSION", List.of("snappy", "lz4"))));
        messages.put("auth challenge", new AuthChallenge(new byte[] {1}));
        messages.put("auth success without a token", new AuthSuccess(Optional.empty()));
        messages.put("void", new VoidResult());
        messages.put("set keyspace", new SetKeyspaceResult("ks"));
        var id = new ColumnSpec("ks", "t", "id", NativeType.INT);
        var late = new ColumnSpec("ks", "t", "took", NativeType.DURATION);
        var small = new ColumnSpec("ks", "t", "small", NativeType.SMALLINT);
        var nested = new ColumnSpec(
                "ks", "t", "m", new MapType(NativeType.TEXT, new ListType(NativeType.UUID, false), true));
        var user = new ColumnSpec(
                "ks", "u", "a", new UserType("ks", "address", List.of("street"), List.of(NativeType.TEXT), false));
        var tuple = new ColumnSpec("ks", "u", "p", new TupleType(List.of(NativeType.INT, NativeType.INET)));
        var content = new ByteWriter();
        content.i32(4);
        content.i32(7);
        content.i32(-1);
        messages.put("rows of one table", rows(List.of(id, late), content, Optional.empty(), Optional.empty()));
        messages.put("rows of two tables", rows(List.of(id, user), content, Optional.empty(), Optional.empty()));
        messages.put(
                "rows with a next page and new metadata",
                rows(List.of(small, nested), content, Optional.of(new byte[] {5, 6}), Optional.of(new byte[] {8})));
        messages.put(
                "rows without metadata",
                new RowsResult(List.of(id, id), true, content, 1, Optional.of(new byte[] {5}), Optional.empty()));
        messages.put(
                "prepared select",
                new PreparedResult(
                        new byte[] {1, 2}, new byte[] {3}, List.of(id, nested), new int[] {0}, List.of(user, tuple)));
        messages.put(
                "prepared insert",
                new PreparedResult(new byte[] {1, 2}, new byte[] {3}, List.of(), new int[0], List.of()));
        messages.put("table created", new SchemaChangeResult(created(SchemaChanged.Target.TABLE)));
    }

    private void errorsAndEvents() throws IOException {
        var node = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        var level = ConsistencyLevel.QUORUM;
        var failed = Map.of(node, FailureReason.READ_TOO_MANY_TOMBSTONES);
        error("syntax error", new SyntaxError("line 1:0"));
        error("unavailable", new Unavailable("no", level, 2, 1));
        error("write timeout", new WriteTimeout("late", level, 1, 2, WriteType.BATCH_LOG, 0));
        error("contended write timeout", new WriteTimeout("late", level, 1, 2, WriteType.CAS, 3));
        error("read timeout", new ReadTimeout("late", level, 1, 2, true));
        error("read failure", new ReadFailure("bad", level, 1, 2, failed, false));
        error("write failure", new WriteFailure("bad", level, 1, 2, failed, WriteType.SIMPLE));
        error("function failure", new FunctionFailure("bad", "ks", "f", List.of("int", "text")));
        error("CAS write unknown", new CasWriteUnknown("who knows", level, 1, 2));
        error("already exists", new AlreadyExists("there", "ks", "t"));
        error("unprepared", new Unprepared("unknown", new byte[] {1, 2}));
        messages.put("event keyspace", created(SchemaChanged.Target.KEYSPACE));
        messages.put("event type", created(SchemaChanged.Target.TYPE));
        messages.put("event function", created(SchemaChanged.Target.FUNCTION));
        messages.put("event up", new StatusChanged(StatusChanged.Change.UP, new InetSocketAddress(node, 9042)));
        messages.put(
                "event new node",
                new TopologyChanged(TopologyChanged.Change.NEW_NODE, new InetSocketAddress(node, 9042)));
    }

    private void error(String name, CqlException error) {
        messages.put(name, new ErrorResponse(error));
    }

    private static SchemaChanged created(SchemaChanged.Target target) {
        return new SchemaChanged(SchemaChanged.Change.CREATED, target, "ks", "x", List.of("int"));
    }

    private static RowsResult rows(
            List<ColumnSpec> columns, ByteWriter content, Optional<byte[]> state, Optional<byte[]> changed) {
        return new RowsResult(columns, false, content, 1, state, changed);
    }

    private static QueryParameters parameters(BoundValues values) {
        return QueryParameters.of(ConsistencyLevel.ONE, values);
    }

    private static QueryParameters everything() {
        return new QueryParameters(
                ConsistencyLevel.LOCAL_QUORUM,
                Optional.of(ConsistencyLevel.LOCAL_SERIAL),
                values(List.of()),
                true,
                100,
                new byte[] {1, 2, 3},
                OptionalLong.of(1_700_000_000_000_000L),
                Optional.of("ks"),
                OptionalLong.of(1_700_000_000L));
    }

    /// A value, a null and an unset one.
    private static BoundValues values(List<String> names) {
        return new BoundValues(new byte[] {42}, new int[3], new int[] {1, -1, -2}, names);
    }

    private static byte[] frame(Object message, int version) {
        var out = new ByteWriter();
        var writer = new EnvelopeWriter();
        int start;
        if (message instanceof Request request) {
            start = writer.begin(out, version, false, 0, 1, request.opcode());
            RequestCodec.encode(request, version, out);
        } else {
            var response = (Response) message;
            var extras = response instanceof VoidResult
                    ? new Extras(Optional.of(new UUID(1, 2)), List.of("careful"), Map.of("k", new byte[] {1}))
                    : Extras.NONE;
            int flags = ResponseCodec.flags(extras, version);
            int stream = response instanceof Event ? EnvelopeFormat.EVENT_STREAM : 1;
            start = writer.begin(out, version, true, flags, stream, response.opcode());
            ResponseCodec.encode(response, extras, flags, version, out);
        }
        writer.end(out, start, Compression.NONE);
        return out.toArray();
    }
}
