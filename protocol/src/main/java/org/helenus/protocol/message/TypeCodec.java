package org.helenus.protocol.message;

import java.util.ArrayList;
import java.util.List;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Types as \[option]: a \[short] id and what belongs to it. A type that a version does not know goes as id 0, custom,
/// by the name of its class: date, time, smallint and tinyint in version 3, durations before version 5, vectors
/// always.
///
///     0000 custom [string]   0020 list <e>   0021 map <k> <v>   0022 set <e>
///     0030 user type [string] keyspace, [string] name, [short] n, n × [string] field <t>
///     0031 tuple [short] n, n × <t>
final class TypeCodec {
    private static final int CUSTOM = 0x00;
    private static final int LIST = 0x20;
    private static final int MAP = 0x21;
    private static final int SET = 0x22;
    private static final int USER_TYPE = 0x30;
    private static final int TUPLE = 0x31;
    /// Deeper than any schema; a limit on what a broken peer can make us recurse.
    private static final int MAX_DEPTH = 64;

    private static final NativeType[] BY_ID = new NativeType[0x16];

    static {
        for (var type : NativeType.values()) {
            BY_ID[id(type)] = type;
        }
    }

    private TypeCodec() {}

    private static int id(NativeType type) {
        return switch (type) {
            case ASCII -> 0x01;
            case BIGINT -> 0x02;
            case BLOB -> 0x03;
            case BOOLEAN -> 0x04;
            case COUNTER -> 0x05;
            case DECIMAL -> 0x06;
            case DOUBLE -> 0x07;
            case FLOAT -> 0x08;
            case INT -> 0x09;
            case TIMESTAMP -> 0x0B;
            case UUID -> 0x0C;
            case TEXT -> 0x0D;
            case VARINT -> 0x0E;
            case TIMEUUID -> 0x0F;
            case INET -> 0x10;
            case DATE -> 0x11;
            case TIME -> 0x12;
            case SMALLINT -> 0x13;
            case TINYINT -> 0x14;
            case DURATION -> 0x15;
        };
    }

    private static int firstVersion(NativeType type) {
        return switch (type) {
            case DATE, TIME, SMALLINT, TINYINT -> ProtocolVersion.V4;
            case DURATION -> ProtocolVersion.V5;
            case ASCII,
                    BIGINT,
                    BLOB,
                    BOOLEAN,
                    COUNTER,
                    DECIMAL,
                    DOUBLE,
                    FLOAT,
                    INT,
                    TIMESTAMP,
                    UUID,
                    TEXT,
                    VARINT,
                    TIMEUUID,
                    INET -> ProtocolVersion.V3;
        };
    }

    static void write(CqlType type, int version, ByteWriter out) {
        switch (type) {
            case NativeType nativeType -> {
                if (version < firstVersion(nativeType)) {
                    custom(nativeType.marshalName(), out);
                } else {
                    out.u16(id(nativeType));
                }
            }
            case ListType list -> {
                out.u16(LIST);
                write(list.element(), version, out);
            }
            case SetType set -> {
                out.u16(SET);
                write(set.element(), version, out);
            }
            case MapType map -> {
                out.u16(MAP);
                write(map.key(), version, out);
                write(map.value(), version, out);
            }
            case UserType userType -> {
                out.u16(USER_TYPE);
                Notation.string(out, userType.keyspace());
                Notation.string(out, userType.name());
                int count = userType.fieldNames().size();
                out.u16(Notation.checkedCount(count));
                for (int i = 0; i < count; i++) {
                    Notation.string(out, userType.fieldNames().get(i));
                    write(userType.fieldTypes().get(i), version, out);
                }
            }
            case TupleType tuple -> {
                out.u16(TUPLE);
                out.u16(Notation.checkedCount(tuple.components().size()));
                for (var component : tuple.components()) {
                    write(component, version, out);
                }
            }
            case VectorType vector -> custom(vector.marshalName(), out);
            case CustomType customType -> custom(customType.className(), out);
        }
    }

    private static void custom(String className, ByteWriter out) {
        out.u16(CUSTOM);
        Notation.string(out, className);
    }

    /// Whether a collection is frozen is not told on the wire: it reads as it stands in a result, not frozen.
    static CqlType read(BodyReader in) {
        return read(in, 0);
    }

    private static CqlType read(BodyReader in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ProtocolError("A type is nested too deep");
        }
        int id = in.u16();
        return switch (id) {
            case CUSTOM -> MarshalName.parse(in.string());
            case LIST -> new ListType(read(in, depth + 1), true);
            case SET -> new SetType(read(in, depth + 1), true);
            case MAP -> new MapType(read(in, depth + 1), read(in, depth + 1), true);
            case USER_TYPE -> userType(in, depth);
            case TUPLE -> tuple(in, depth);
            default -> {
                if (id >= BY_ID.length || BY_ID[id] == null) {
                    throw new ProtocolError("Unknown type option " + id);
                }
                yield BY_ID[id];
            }
        };
    }

    private static TupleType tuple(BodyReader in, int depth) {
        int count = in.count(2);
        List<CqlType> components = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            components.add(read(in, depth + 1));
        }
        return new TupleType(components);
    }

    private static UserType userType(BodyReader in, int depth) {
        var keyspace = in.string();
        var name = in.string();
        int count = in.count(4);
        List<String> fields = new ArrayList<>(count);
        List<CqlType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(in.string());
            types.add(read(in, depth + 1));
        }
        return new UserType(keyspace, name, fields, types, true);
    }
}
