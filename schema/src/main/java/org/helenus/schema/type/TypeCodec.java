package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.bytes.ByteReader;
import org.helenus.schema.bytes.ByteWriter;

/// Types as bytes on the disk. Codes never change.
///
///     0x00  text            class name of a custom type
///     0x01 … 0x15           native types, the codes of the native protocol
///     0x20 u8 type          list; u8: 1 multi-cell, 0 frozen
///     0x21 u8 type type     map
///     0x22 u8 type          set
///     0x30 u8 text text count (text type)*   user type: keyspace, name, fields
///     0x31 count type*      tuple
///     0x32 vint type        vector
public final class TypeCodec {
    private static final int CUSTOM = 0x00;
    private static final int LIST = 0x20;
    private static final int MAP = 0x21;
    private static final int SET = 0x22;
    private static final int USER = 0x30;
    private static final int TUPLE = 0x31;
    private static final int VECTOR = 0x32;
    /// Types nested deeper are refused, so that hostile bytes cannot exhaust the stack.
    private static final int MAX_DEPTH = 100;

    private TypeCodec() {}

    private static int code(NativeType type) {
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

    public static void write(CqlType type, ByteWriter out) {
        switch (type) {
            case NativeType plain -> out.u8(code(plain));
            case CustomType custom -> {
                out.u8(CUSTOM);
                out.text(custom.className());
            }
            case ListType list -> {
                out.u8(LIST);
                out.u8(list.isMultiCell() ? 1 : 0);
                write(list.element(), out);
            }
            case SetType set -> {
                out.u8(SET);
                out.u8(set.isMultiCell() ? 1 : 0);
                write(set.element(), out);
            }
            case MapType map -> {
                out.u8(MAP);
                out.u8(map.isMultiCell() ? 1 : 0);
                write(map.key(), out);
                write(map.value(), out);
            }
            case TupleType tuple -> {
                out.u8(TUPLE);
                out.unsignedVInt(tuple.components().size());
                tuple.components().forEach(component -> write(component, out));
            }
            case VectorType vector -> {
                out.u8(VECTOR);
                out.unsignedVInt(vector.dimension());
                write(vector.element(), out);
            }
            case UserType user -> writeUser(user, out);
        }
    }

    private static void writeUser(UserType user, ByteWriter out) {
        out.u8(USER);
        out.u8(user.isMultiCell() ? 1 : 0);
        out.text(user.keyspace());
        out.text(user.name());
        out.unsignedVInt(user.fieldNames().size());
        for (int i = 0; i < user.fieldNames().size(); i++) {
            out.text(user.fieldNames().get(i));
            write(user.fieldTypes().get(i), out);
        }
    }

    /// @throws IllegalArgumentException when the bytes are no type
    public static CqlType read(ByteReader in) {
        return read(in, 0);
    }

    private static CqlType read(ByteReader in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a type nested deeper than " + MAX_DEPTH);
        }
        int code = in.u8();
        return switch (code) {
            case CUSTOM -> new CustomType(in.text());
            case LIST -> {
                boolean multiCell = in.u8() != 0;
                yield new ListType(read(in, depth + 1), multiCell);
            }
            case SET -> {
                boolean multiCell = in.u8() != 0;
                yield new SetType(read(in, depth + 1), multiCell);
            }
            case MAP -> {
                boolean multiCell = in.u8() != 0;
                CqlType key = read(in, depth + 1);
                yield new MapType(key, read(in, depth + 1), multiCell);
            }
            case TUPLE -> {
                var components = new ArrayList<CqlType>();
                for (int left = in.count(); left > 0; left--) {
                    components.add(read(in, depth + 1));
                }
                yield new TupleType(components);
            }
            case VECTOR -> {
                long dimension = in.unsignedVInt();
                if (dimension < 1 || dimension > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("a vector of " + dimension);
                }
                yield new VectorType(read(in, depth + 1), (int) dimension);
            }
            case USER -> readUser(in, depth);
            default -> plain(code);
        };
    }

    private static UserType readUser(ByteReader in, int depth) {
        boolean multiCell = in.u8() != 0;
        String keyspace = in.text();
        String name = in.text();
        List<String> names = new ArrayList<>();
        List<CqlType> types = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            names.add(in.text());
            types.add(read(in, depth + 1));
        }
        return new UserType(keyspace, name, names, types, multiCell);
    }

    private static NativeType plain(int code) {
        for (NativeType type : NativeType.values()) {
            if (code(type) == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no type has the code " + code);
    }
}
