package org.helenus.protocol.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.BadCredentials;
import org.helenus.schema.error.CasWriteUnknown;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.FailureReason;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.IsBootstrapping;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.error.ReadFailure;
import org.helenus.schema.error.ReadTimeout;
import org.helenus.schema.error.ServerError;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.error.TruncateError;
import org.helenus.schema.error.Unauthorized;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.error.WriteFailure;
import org.helenus.schema.error.WriteTimeout;
import org.helenus.schema.error.WriteType;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;

/// Any message that a version can carry.
public final class RandomMessages {
    private final SplittableRandom random;
    private final int version;
    private final boolean forPeer;

    /// @param forPeer only what the driver makers' codec reads in full: it takes unset for null, and leaves out
    ///     contentions
    public RandomMessages(long seed, int version, boolean forPeer) {
        this.random = new SplittableRandom(seed);
        this.version = version;
        this.forPeer = forPeer;
    }

    public Request request() {
        return switch (random.nextInt(8)) {
            case 0 -> new Startup(Map.of("CQL_VERSION", "3." + random.nextInt(9) + ".0"));
            case 1 -> new Options();
            case 2 -> new Query(text(), parameters(values(random.nextInt(4) == 0)));
            case 3 -> new Prepare(text(), maybe(version >= ProtocolVersion.V5).map(_ -> text()));
            case 4 ->
                new Execute(
                        bytes(16), version >= ProtocolVersion.V5 ? bytes(16) : new byte[0], parameters(values(false)));
            case 5 -> batch();
            case 6 -> new Register(events());
            default -> new AuthResponse(Optional.of(bytes(random.nextInt(20))));
        };
    }

    private EnumSet<EventType> events() {
        var events = EnumSet.of(EventType.SCHEMA_CHANGE);
        if (random.nextBoolean()) {
            events.add(EventType.STATUS_CHANGE);
        }
        return events;
    }

    private Batch batch() {
        List<BatchEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            entries.add(
                    random.nextBoolean()
                            ? new BatchEntry.Text(text(), values(false))
                            : new BatchEntry.Prepared(bytes(16), values(false)));
        }
        var base = parameters(BoundValues.EMPTY);
        var parameters = new QueryParameters(
                base.consistency(),
                base.serialConsistency(),
                BoundValues.EMPTY,
                false,
                -1,
                new byte[0],
                base.timestamp(),
                base.keyspace(),
                base.nowInSeconds());
        return new Batch(pick(BatchType.values()), entries, parameters);
    }

    private QueryParameters parameters(BoundValues values) {
        boolean five = version >= ProtocolVersion.V5;
        return new QueryParameters(
                pick(ConsistencyLevel.values()),
                maybe(true).map(_ -> random.nextBoolean() ? ConsistencyLevel.SERIAL : ConsistencyLevel.LOCAL_SERIAL),
                values,
                random.nextBoolean(),
                random.nextBoolean() ? random.nextInt(1, 10_000) : -1,
                random.nextBoolean() ? bytes(random.nextInt(1, 40)) : new byte[0],
                random.nextBoolean() ? OptionalLong.of(random.nextLong(1, Long.MAX_VALUE)) : OptionalLong.empty(),
                maybe(five).map(_ -> text()),
                five && random.nextBoolean() ? OptionalLong.of(random.nextInt(1, 1 << 30)) : OptionalLong.empty());
    }

    private BoundValues values(boolean named) {
        int count = random.nextInt(named ? 1 : 0, 6);
        var array = new ByteWriter();
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (named) {
                names.add("n" + i + text());
            }
            offsets[i] = array.length();
            lengths[i] = random.nextInt(version >= ProtocolVersion.V4 && !forPeer ? -2 : -1, 30);
            if (lengths[i] > 0) {
                array.bytes(bytes(lengths[i]));
            }
        }
        return new BoundValues(array.toArray(), offsets, lengths, names);
    }

    public Response response() {
        return switch (random.nextInt(15)) {
            case 0 -> new Ready();
            case 1 -> new Authenticate(text());
            case 2 -> new Supported(Map.of("CQL_VERSION", List.of(text(), text())));
            case 3 -> new AuthChallenge(bytes(5));
            case 4 -> new AuthSuccess(Optional.of(bytes(random.nextInt(9))));
            case 5 -> new VoidResult();
            case 6 -> new SetKeyspaceResult(text());
            case 7 -> new SchemaChangeResult(schemaChanged());
            case 8 -> schemaChanged();
            case 9 -> new TopologyChanged(pick(TopologyChanged.Change.values()), node());
            case 10 -> new StatusChanged(pick(StatusChanged.Change.values()), node());
            case 11 -> prepared();
            case 12 -> rows();
            default -> new ErrorResponse(error());
        };
    }

    public Extras extras() {
        boolean four = version >= ProtocolVersion.V4;
        return new Extras(
                maybe(true).map(_ -> new UUID(random.nextLong(), random.nextLong())),
                four && random.nextBoolean() ? List.of(text(), text()) : List.of(),
                four && random.nextBoolean() ? Map.of("key", bytes(3)) : Map.of());
    }

    private PreparedResult prepared() {
        var result = columns(random.nextInt(4));
        return new PreparedResult(
                bytes(16),
                version >= ProtocolVersion.V5 ? bytes(16) : new byte[0],
                columns(random.nextInt(4)),
                version >= ProtocolVersion.V4 && random.nextBoolean() ? new int[] {1, 0} : new int[0],
                result);
    }

    private RowsResult rows() {
        var columns = columns(random.nextInt(1, 4));
        int rowCount = random.nextInt(4);
        var content = new ByteWriter();
        for (int i = rowCount * columns.size(); i > 0; i--) {
            int length = random.nextInt(-1, 20);
            content.i32(length);
            content.bytes(bytes(Math.max(0, length)));
        }
        return new RowsResult(
                columns,
                random.nextInt(3) == 0,
                content,
                rowCount,
                maybe(true).map(_ -> bytes(9)),
                maybe(version >= ProtocolVersion.V5).map(_ -> bytes(16)));
    }

    private List<ColumnSpec> columns(int count) {
        boolean oneTable = random.nextBoolean();
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(new ColumnSpec("ks", oneTable ? "t" : "t" + i, text(), type(2)));
        }
        return columns;
    }

    private CqlType type(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 6)) {
            case 1 -> new ListType(type(depth - 1), true);
            case 2 -> new SetType(type(depth - 1), true);
            case 3 -> new MapType(type(depth - 1), type(depth - 1), true);
            case 4 -> new TupleType(List.of(type(depth - 1), type(depth - 1)));
            case 5 -> new UserType("ks", "u", List.of("a", "b"), List.of(type(depth - 1), type(depth - 1)), true);
            default -> pick(NativeType.values());
        };
    }

    private SchemaChanged schemaChanged() {
        var target = SchemaChanged.Target.values()[random.nextInt(version >= ProtocolVersion.V4 ? 5 : 3)];
        return new SchemaChanged(
                pick(SchemaChanged.Change.values()),
                target,
                "ks",
                target == SchemaChanged.Target.KEYSPACE ? "" : text(),
                target.ordinal() >= SchemaChanged.Target.FUNCTION.ordinal() ? List.of("int", "text") : List.of());
    }

    public CqlException error() {
        int kinds = version >= ProtocolVersion.V5 ? 19 : version >= ProtocolVersion.V4 ? 18 : 15;
        var level = pick(ConsistencyLevel.values());
        int received = random.nextInt(5);
        int blockFor = random.nextInt(5);
        boolean data = random.nextBoolean();
        return switch (random.nextInt(kinds)) {
            case 0 -> new ServerError(text());
            case 1 -> new ProtocolError(text());
            case 2 -> new BadCredentials(text());
            case 3 -> new Unavailable(text(), level, received, blockFor);
            case 4 -> new Overloaded(text());
            case 5 -> new IsBootstrapping(text());
            case 6 -> new TruncateError(text());
            case 7 -> new WriteTimeout(text(), level, received, blockFor, writeType(), random.nextInt(5));
            case 8 -> new ReadTimeout(text(), level, received, blockFor, data);
            case 9 -> new SyntaxError(text());
            case 10 -> new Unauthorized(text());
            case 11 -> new InvalidRequest(text());
            case 12 -> new ConfigurationError(text());
            case 13 -> new AlreadyExists(text(), "ks", "t");
            case 14 -> new Unprepared(text(), bytes(16));
            case 15 -> new ReadFailure(text(), level, received, blockFor, reasons(), data);
            case 16 -> new WriteFailure(text(), level, received, blockFor, reasons(), pick(WriteType.values()));
            case 17 -> new FunctionFailure(text(), "ks", "f", List.of("int"));
            default -> new CasWriteUnknown(text(), level, received, blockFor);
        };
    }

    private WriteType writeType() {
        return forPeer ? WriteType.COUNTER : pick(WriteType.values());
    }

    private Map<InetAddress, FailureReason> reasons() {
        boolean told = version >= ProtocolVersion.V5 && random.nextBoolean();
        return !told ? Map.of() : Map.of(node().getAddress(), pick(FailureReason.values()));
    }

    private InetSocketAddress node() {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes(random.nextBoolean() ? 4 : 16)), random.nextInt(65536));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Boolean> maybe(boolean possible) {
        return possible && random.nextBoolean() ? Optional.of(true) : Optional.empty();
    }

    private String text() {
        return List.of("x", "SELECT * FROM t", "größer", "日本 \uD83D\uDE00", "a much longer text ".repeat(9))
                .get(random.nextInt(5));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
