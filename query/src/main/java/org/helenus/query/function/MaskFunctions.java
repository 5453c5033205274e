package org.helenus.query.function;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlDuration;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.Elements;
import org.helenus.schema.type.Fields;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;
import org.helenus.schema.type.Wire;

/// Functions that hide values: `mask_null`, `mask_default`, `mask_replace`, `mask_inner`, `mask_outer`, `mask_hash`.
final class MaskFunctions {
    private MaskFunctions() {}

    /// Of a text, two numbers and an optional padding.
    private static FunctionFamily partial(boolean inner) {
        return new FunctionFamily() {
            private static final List<String> WANTED = List.of("[text|varchar|ascii]", "int", "int", "[text]");

            @Override
            public String parameters() {
                return String.join(", ", WANTED);
            }

            @Override
            public boolean takes(int count) {
                return count == 3 || count == 4;
            }

            @Override
            public Optional<CqlType> inferred(int index, List<Argument> arguments) {
                return switch (index) {
                    case 1, 2 -> Optional.of(NativeType.INT);
                    default -> Optional.of(NativeType.TEXT);
                };
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                for (int i = 0; i < types.size(); i++) {
                    CqlType type = types.get(i);
                    boolean fits = i == 1 || i == 2
                            ? type == NativeType.INT
                            : type == NativeType.TEXT || type == NativeType.ASCII;
                    if (!fits) {
                        throw new InvalidRequest("Function system." + name + " requires an argument of type "
                                + WANTED.get(i) + ", but found argument " + texts.get(i) + " of type "
                                + type.cqlName());
                    }
                }
                var arguments = List.<CqlType>of(types.getFirst(), NativeType.INT, NativeType.INT, NativeType.TEXT);
                return partial(name, (NativeType) types.getFirst(), arguments.subList(0, types.size()), inner);
            }
        };
    }

    /// A null margin is none; a null padding a star.
    private static NativeFunction partial(String name, NativeType type, List<CqlType> arguments, boolean inner) {
        return new NativeFunction("system." + name, arguments, type, true, true, (_, values) -> {
            if (values[0] == null) {
                return Optional.empty();
            }
            String padding = values.length > 3 && values[3] != null ? Wire.toText(values[3]) : "*";
            if (padding.length() != 1) {
                throw new InvalidRequest("The padding argument for function system." + name
                        + " should be single-character, but '" + padding + "' has " + padding.length()
                        + " characters.");
            }
            String text = Wire.toText(values[0]);
            int begin = values[1] == null ? 0 : Math.max(0, Wire.toInt(values[1]));
            int end = values[2] == null ? 0 : Math.max(0, Wire.toInt(values[2]));
            var masked = new StringBuilder(text);
            for (int i = 0; i < masked.length(); i++) {
                boolean inside = i >= begin && i < (long) masked.length() - end;
                if (inside == inner) {
                    masked.setCharAt(i, padding.charAt(0));
                }
            }
            return Optional.of(Wire.ofText(masked.toString()));
        });
    }

    static Map<String, FunctionFamily> families() {
        return Map.of(
                "mask_null",
                        family(
                                1,
                                1,
                                (name, types) -> new NativeFunction(
                                        "system." + name,
                                        types,
                                        types.getFirst(),
                                        true,
                                        true,
                                        (_, _) -> Optional.empty())),
                "mask_default",
                        family(1, 1, (name, types) -> {
                            byte[] mask = mask(types.getFirst());
                            return new NativeFunction(
                                    "system." + name, types, types.getFirst(), true, true, (_, _) -> Optional.of(mask));
                        }),
                "mask_replace",
                        family(
                                2,
                                2,
                                (name, types) -> new NativeFunction(
                                        "system." + name,
                                        List.of(types.getFirst(), types.getFirst()),
                                        types.getFirst(),
                                        true,
                                        true,
                                        (_, values) -> Optional.ofNullable(values[1]))),
                "mask_hash", family(1, 2, MaskFunctions::hash),
                "mask_inner", partial(true),
                "mask_outer", partial(false));
    }

    private interface Maker {
        ScalarFunction make(String name, List<CqlType> types);
    }

    private static FunctionFamily family(int least, int most, Maker maker) {
        return new FunctionFamily() {
            @Override
            public String parameters() {
                return least == 2 ? "any, any" : most == 2 ? "any, [text]" : "any";
            }

            @Override
            public boolean takes(int count) {
                return count >= least && count <= most;
            }

            @Override
            public Optional<CqlType> inferred(int index, List<Argument> arguments) {
                if (index == 0) {
                    return Optional.empty();
                }
                return least == 2 ? arguments.getFirst().type() : Optional.of(NativeType.TEXT);
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                boolean takesText = least == 1 && types.size() == 2;
                if (takesText && types.getLast() != NativeType.TEXT && types.getLast() != NativeType.ASCII) {
                    throw new InvalidRequest("Function system." + name + " requires an argument of type text,"
                            + " but found argument " + texts.getLast() + " of type "
                            + types.getLast().cqlName());
                }
                return maker.make(name, types);
            }
        };
    }

    private static ScalarFunction hash(String name, List<CqlType> types) {
        return new NativeFunction("system." + name, types, NativeType.BLOB, true, true, (_, values) -> {
            if (values[0] == null) {
                return Optional.empty();
            }
            String algorithm = values.length > 1 && values[1] != null ? Wire.toText(values[1]) : "SHA-256";
            try {
                return Optional.of(MessageDigest.getInstance(algorithm).digest(values[0]));
            } catch (NoSuchAlgorithmException _) {
                throw new InvalidRequest("Hash algorithm not found: " + algorithm);
            }
        });
    }

    /// What stands for any value of a type: zeros, stars, nothing.
    private static byte[] mask(CqlType type) {
        return switch (type) {
            case NativeType plain -> mask(plain);
            case ListType _, SetType _, MapType _ -> Elements.join(0, List.of());
            case TupleType tuple ->
                Fields.join(tuple.components().stream()
                        .map(part -> Optional.of(mask(part)))
                        .toList());
            case UserType user ->
                Fields.join(user.fieldTypes().stream()
                        .map(part -> Optional.of(mask(part)))
                        .toList());
            case VectorType vector -> {
                byte[] one = mask(vector.element());
                yield vector.join(Collections.nCopies(vector.dimension(), one));
            }
            case CustomType _ -> new byte[0];
        };
    }

    private static byte[] mask(NativeType type) {
        return switch (type) {
            case TEXT, ASCII -> Wire.ofText("****");
            case TINYINT, VARINT -> new byte[1];
            case SMALLINT -> new byte[2];
            case INT, FLOAT -> new byte[4];
            case BIGINT, COUNTER, DOUBLE, TIMESTAMP, TIME -> new byte[8];
            case DECIMAL -> new byte[5];
            case BOOLEAN -> Wire.ofBoolean(false);
            case BLOB -> new byte[0];
            case DATE -> Wire.ofInt(Integer.MIN_VALUE);
            case INET -> new byte[4];
            case UUID -> new byte[16];
            // the smallest time UUID
            case TIMEUUID -> type.parse("00000000-0000-1000-8000-000000000000");
            case DURATION -> new CqlDuration(0, 0, 0).wire();
        };
    }
}
