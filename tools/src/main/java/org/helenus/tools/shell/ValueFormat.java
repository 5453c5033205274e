package org.helenus.tools.shell;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.helenus.schema.bytes.VInt;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlDuration;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Values as cqlsh shows them: floating-point numbers with five digits, timestamps to the microsecond with their
/// offset, text inside of collections in quotes, `null` in red.
///
/// @param zone the one timestamps are shown in
record ValueFormat(ZoneId zone) {
    private static final int FLOAT_DIGITS = 5;
    private static final StyledText NULL = StyledText.of("null", Color.RED);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxx", Locale.ROOT);

    /// Never fails: bytes that are not of the type show as hex, in red.
    StyledText format(CqlType type, Optional<byte[]> value) {
        return value.map(bytes -> format(type, bytes)).orElse(NULL);
    }

    private StyledText format(CqlType type, byte[] bytes) {
        try {
            return format(type, bytes, false);
        } catch (InvalidRequest | BufferUnderflowException | IllegalArgumentException | ArithmeticException bad) {
            return StyledText.of(hex(bytes), Color.RED);
        }
    }

    /// @param quoted inside of a collection, where strings, timestamps and addresses stand in quotes
    private StyledText format(CqlType type, byte[] bytes, boolean quoted) {
        return switch (type) {
            case NativeType nativeType -> scalar(nativeType, bytes, quoted);
            case ListType list -> enclosed("[", elements(list.element(), bytes), "]");
            case SetType set -> enclosed("{", elements(set.element(), bytes), "}");
            case MapType map -> enclosed("{", entries(map, bytes), "}");
            case TupleType tuple -> enclosed("(", fields(tuple.components(), bytes), ")");
            case UserType userType -> enclosed("{", namedFields(userType, bytes), "}");
            case VectorType vector -> enclosed("[", coordinates(vector, bytes), "]");
            case CustomType _ -> StyledText.of(hex(bytes), Color.DARK_MAGENTA);
        };
    }

    private StyledText scalar(NativeType type, byte[] bytes, boolean quoted) {
        if (bytes.length == 0 && type != NativeType.BLOB && type != NativeType.TEXT && type != NativeType.ASCII) {
            return StyledText.of("", Color.YELLOW);
        }
        var in = ByteBuffer.wrap(bytes);
        return switch (type) {
            case ASCII, TEXT -> TextFormat.format(new String(bytes, StandardCharsets.UTF_8), quoted);
            case BLOB -> StyledText.of(hex(bytes), Color.DARK_MAGENTA);
            case BIGINT, COUNTER -> number(Long.toString(in.getLong()));
            case INT -> number(Integer.toString(in.getInt()));
            case SMALLINT -> number(Short.toString(in.getShort()));
            case TINYINT -> number(Byte.toString(in.get()));
            case VARINT -> number(new BigInteger(bytes).toString());
            case DECIMAL -> number(decimal(in).toString());
            case FLOAT -> number(FloatingText.format(in.getFloat(), FLOAT_DIGITS));
            case DOUBLE -> number(FloatingText.format(in.getDouble(), FLOAT_DIGITS));
            case BOOLEAN -> number(in.get() == 0 ? "False" : "True");
            case UUID, TIMEUUID -> number(new java.util.UUID(in.getLong(), in.getLong()).toString());
            case INET -> number(quote(address(bytes), quoted));
            case TIMESTAMP -> number(quote(timestamp(in.getLong()), quoted));
            case DATE -> number(date(Integer.toUnsignedLong(in.getInt()) - (1L << 31)));
            case TIME -> number(time(in.getLong()));
            case DURATION -> number(CqlDuration.read(bytes, 0, bytes.length).toString());
        };
    }

    private static StyledText number(String text) {
        return StyledText.of(text, Color.GREEN);
    }

    private static String quote(String text, boolean quoted) {
        return quoted ? "'" + text + "'" : text;
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static BigDecimal decimal(ByteBuffer in) {
        int scale = in.getInt();
        var unscaled = new byte[in.remaining()];
        in.get(unscaled);
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private static String address(byte[] bytes) {
        try {
            return InetText.format(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// A point in time that is known more exactly than a `timestamp` says.
    StyledText timestampMicros(long micros) {
        var instant =
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
        return number(TIMESTAMP.format(instant.atZone(zone)));
    }

    private String timestamp(long millis) {
        var time = Instant.ofEpochMilli(millis).atZone(zone);
        return time.getYear() < 1 || time.getYear() > 9999 ? Long.toString(millis) : TIMESTAMP.format(time);
    }

    private static String date(long epochDay) {
        var date = LocalDate.ofEpochDay(epochDay);
        return date.getYear() < 1 || date.getYear() > 9999 ? Long.toString(epochDay) : date.toString();
    }

    private static String time(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%09d",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                nanos % 1_000_000_000L);
    }

    private StyledText element(CqlType type, Optional<byte[]> bytes) {
        return bytes.map(value -> format(type, value, true)).orElse(NULL);
    }

    private List<StyledText> elements(CqlType type, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        int count = in.getInt();
        var elements = new ArrayList<StyledText>();
        for (int i = 0; i < count; i++) {
            elements.add(element(type, next(in)));
        }
        return elements;
    }

    private List<StyledText> entries(MapType map, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        int count = in.getInt();
        var entries = new ArrayList<StyledText>();
        for (int i = 0; i < count; i++) {
            var key = element(map.key(), next(in));
            entries.add(key.plus(StyledText.of(": ", Color.BLUE)).plus(element(map.value(), next(in))));
        }
        return entries;
    }

    /// Values may be short: what was not written is null.
    private List<StyledText> fields(List<CqlType> types, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var fields = new ArrayList<StyledText>();
        for (var type : types) {
            fields.add(element(type, in.hasRemaining() ? next(in) : Optional.empty()));
        }
        return fields;
    }

    private List<StyledText> namedFields(UserType type, byte[] bytes) {
        var values = fields(type.fieldTypes(), bytes);
        var fields = new ArrayList<StyledText>();
        for (int i = 0; i < values.size(); i++) {
            var name = TextFormat.format(type.fieldNames().get(i), false);
            fields.add(name.plus(StyledText.of(": ", Color.BLUE)).plus(values.get(i)));
        }
        return fields;
    }

    private List<StyledText> coordinates(VectorType vector, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        int fixed = vector.element().fixedLength();
        var coordinates = new ArrayList<StyledText>();
        for (int i = 0; i < vector.dimension(); i++) {
            coordinates.add(format(vector.element(), take(in, fixed >= 0 ? fixed : length(in)), true));
        }
        return coordinates;
    }

    private static int length(ByteBuffer in) {
        if (!in.hasRemaining() || VInt.sizeFromFirstByte(in.get(in.position())) > in.remaining()) {
            throw new BufferUnderflowException();
        }
        long length = VInt.readUnsigned(in.array(), in.position());
        in.position(in.position() + VInt.sizeFromFirstByte(in.get(in.position())));
        return Math.toIntExact(length);
    }

    private static Optional<byte[]> next(ByteBuffer in) {
        int length = in.getInt();
        return length < 0 ? Optional.empty() : Optional.of(take(in, length));
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static StyledText enclosed(String open, List<StyledText> parts, String close) {
        var text = StyledText.of(open, Color.BLUE);
        for (int i = 0; i < parts.size(); i++) {
            text = (i == 0 ? text : text.plus(StyledText.of(", ", Color.BLUE))).plus(parts.get(i));
        }
        return text.plus(StyledText.of(close, Color.BLUE));
    }
}
