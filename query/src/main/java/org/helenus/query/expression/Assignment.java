package org.helenus.query.expression;

import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Which types' values may stand where another type is expected, without a change of their bytes.
public final class Assignment {
    private Assignment() {}

    public static Fit fit(CqlType receiver, CqlType value) {
        if (receiver.freeze().equals(value.freeze())) {
            return Fit.EXACT;
        }
        return accepts(receiver, value) ? Fit.WEAK : Fit.NONE;
    }

    private static boolean accepts(CqlType receiver, CqlType value) {
        if (receiver.freeze().equals(value.freeze())) {
            return true;
        }
        return switch (receiver) {
            case NativeType type -> acceptsNative(type, value);
            case ListType list -> value instanceof ListType other && accepts(list.element(), other.element());
            case SetType set -> value instanceof SetType other && accepts(set.element(), other.element());
            case MapType map ->
                value instanceof MapType other
                        && accepts(map.key(), other.key())
                        && accepts(map.value(), other.value());
            case TupleType tuple -> {
                if (!(value instanceof TupleType other)
                        || other.components().size() > tuple.components().size()) {
                    yield false;
                }
                for (int i = 0; i < other.components().size(); i++) {
                    if (!accepts(tuple.components().get(i), other.components().get(i))) {
                        yield false;
                    }
                }
                yield true;
            }
            case UserType user ->
                value instanceof UserType other
                        && other.name().equals(user.name())
                        && other.keyspace().equals(user.keyspace());
            case VectorType _, org.helenus.schema.type.CustomType _ -> false;
        };
    }

    private static boolean acceptsNative(NativeType receiver, CqlType value) {
        return switch (receiver) {
            case BLOB -> true;
            case TEXT -> value == NativeType.ASCII;
            case BIGINT, TIMESTAMP -> value == NativeType.BIGINT || value == NativeType.TIMESTAMP;
            case VARINT -> value == NativeType.INT || value == NativeType.BIGINT || value == NativeType.TIMESTAMP;
            case UUID -> value == NativeType.TIMEUUID;
            case TIME -> value == NativeType.BIGINT;
            case DATE -> value == NativeType.INT;
            default -> false;
        };
    }
}
