package org.helenus.query.function;

import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Environment;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// A function of ours with its types settled. A null argument gives null without a call, and so does an empty one of a
/// type for which empty means nothing.
record NativeFunction(
        String name, List<CqlType> argumentTypes, CqlType returnType, boolean isPure, boolean takesNull, Body body)
        implements ScalarFunction {
    /// What it does with arguments that have values.
    interface Body {
        Optional<byte[]> apply(Environment environment, byte[][] arguments);
    }

    /// What most functions are: a value from values.
    interface Plain {
        byte[] apply(byte[][] arguments);
    }

    NativeFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }

    static NativeFunction of(String name, List<? extends CqlType> arguments, CqlType result, Plain plain) {
        return new NativeFunction(
                "system." + name,
                List.copyOf(arguments),
                result,
                true,
                false,
                (_, values) -> Optional.of(plain.apply(values)));
    }

    /// Of the moment, or of chance.
    static NativeFunction impure(String name, CqlType result, Body body) {
        return new NativeFunction("system." + name, List.of(), result, false, false, body);
    }

    @Override
    public Optional<byte[]> apply(Environment environment, byte[][] arguments) {
        for (int i = 0; i < arguments.length && !takesNull; i++) {
            if (arguments[i] == null || arguments[i].length == 0 && emptyMeansNothing(argumentTypes.get(i))) {
                return Optional.empty();
            }
        }
        return body.apply(environment, arguments);
    }

    static boolean emptyMeansNothing(CqlType type) {
        return type != NativeType.TEXT && type != NativeType.ASCII && type != NativeType.BLOB;
    }

    /// As messages tell it: `system.to_date : (timestamp) -> date`.
    @Override
    public String toString() {
        return name + " : ("
                + String.join(", ", argumentTypes.stream().map(CqlType::cqlName).toList()) + ") -> "
                + returnType.cqlName();
    }
}
