package org.helenus.query.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.query.expression.Environment;
import org.helenus.query.expression.Numbers;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.Elements;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.Wire;

/// Functions of a whole collection: keys and values of a map; count, least, greatest, sum and mean of its elements.
final class CollectionFunctions {
    private CollectionFunctions() {}

    private interface Maker {
        NativeFunction make(String name, CqlType type, String text);
    }

    /// Those that any values will do for are told as the others, as in Cassandra.
    private static final String NUMBERS = "numeric_set_or_list";

    static Map<String, FunctionFamily> families() {
        return Map.ofEntries(
                Map.entry("map_keys", family("map", CollectionFunctions::keys)),
                Map.entry("map_values", family("map", CollectionFunctions::values)),
                Map.entry("collection_count", family("collection", CollectionFunctions::count)),
                Map.entry("collection_min", family(NUMBERS, (name, type, text) -> extreme(name, type, text, -1))),
                Map.entry("collection_max", family(NUMBERS, (name, type, text) -> extreme(name, type, text, 1))),
                Map.entry("collection_sum", family(NUMBERS, (name, type, text) -> folded(name, type, text, false))),
                Map.entry("collection_avg", family(NUMBERS, (name, type, text) -> folded(name, type, text, true))));
    }

    private static FunctionFamily family(String parameters, Maker maker) {
        return new FunctionFamily() {
            @Override
            public String parameters() {
                return parameters;
            }

            @Override
            public boolean takes(int count) {
                return count == 1;
            }

            @Override
            public ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver) {
                return maker.make(name, types.getFirst(), texts.getFirst());
            }
        };
    }

    private static MapType map(String name, CqlType type, String text) {
        if (type instanceof MapType map) {
            return map;
        }
        throw new InvalidRequest("Function system." + name + " requires a map argument, but found argument " + text
                + " of type " + type.cqlName());
    }

    private static NativeFunction keys(String name, CqlType type, String text) {
        var result = new SetType(map(name, type, text).key(), false);
        return NativeFunction.of(name, List.of(type), result, values -> {
            List<byte[]> keys = everySecond(values[0], 0);
            return Elements.join(keys.size(), keys);
        });
    }

    private static NativeFunction values(String name, CqlType type, String text) {
        var result = new ListType(map(name, type, text).value(), false);
        return NativeFunction.of(name, List.of(type), result, values -> {
            List<byte[]> found = everySecond(values[0], 1);
            return Elements.join(found.size(), found);
        });
    }

    private static List<byte[]> everySecond(byte[] wire, int from) {
        List<byte[]> all = Elements.split(wire);
        var some = new ArrayList<byte[]>(all.size() / 2);
        for (int i = from; i < all.size(); i += 2) {
            some.add(all.get(i));
        }
        return some;
    }

    private static NativeFunction count(String name, CqlType type, String text) {
        if (!(type instanceof MapType)) {
            element(name, type, text, "collection");
        }
        return NativeFunction.of(name, List.of(type), NativeType.INT, values -> Wire.ofInt(Elements.count(values[0])));
    }

    private static CqlType element(String name, CqlType type, String text, String wanted) {
        return switch (type) {
            case ListType list -> list.element();
            case SetType set -> set.element();
            default ->
                throw new InvalidRequest("Function system." + name + " requires a " + wanted
                        + " argument, but found argument " + text + " of type " + type.cqlName());
        };
    }

    private static NativeFunction extreme(String name, CqlType type, String text, int sign) {
        CqlType element = element(name, type, text, "set or list");
        return optional(name, type, element, elements -> {
            byte[] best = elements.getFirst();
            for (byte[] other : elements) {
                best = Integer.signum(element.compare(other, best)) == sign ? other : best;
            }
            return best;
        });
    }

    private static List<byte[]> withoutNulls(byte[] wire) {
        var elements = new ArrayList<byte[]>();
        Elements.ofList(wire).forEach(value -> value.ifPresent(elements::add));
        return elements;
    }

    private interface Fold {
        byte[] of(List<byte[]> elements);
    }

    /// Null for a collection without elements.
    private static NativeFunction optional(String name, CqlType type, CqlType result, Fold fold) {
        return new NativeFunction(
                "system." + name, List.of(type), result, true, false, (Environment _, byte[][] values) -> {
                    List<byte[]> elements = withoutNulls(values[0]);
                    return elements.isEmpty() ? Optional.empty() : Optional.of(fold.of(elements));
                });
    }

    private static NativeFunction folded(String name, CqlType type, String text, boolean mean) {
        CqlType element = element(name, type, text, "numeric set/list");
        if (!(element instanceof NativeType number) || !Numbers.isNumber(number)) {
            throw new InvalidRequest(
                    "Function system." + name + " requires a numeric set/list argument, but found argument " + text
                            + " of type " + type.cqlName());
        }
        return NativeFunction.of(name, List.of(type), element, values -> {
            List<byte[]> elements = withoutNulls(values[0]);
            elements.removeIf(value -> value.length == 0);
            return sum(number, elements, mean);
        });
    }

    /// Of nothing both are zero. Sums wrap as the type does; the mean is taken of the exact sum and cut to the
    /// type.
    private static byte[] sum(NativeType type, List<byte[]> elements, boolean mean) {
        int count = Math.max(1, mean ? elements.size() : 1);
        switch (type) {
            case FLOAT, DOUBLE -> {
                double sum = 0;
                for (byte[] element : elements) {
                    sum += Numbers.floating(type, element);
                }
                return Numbers.ofFloating(type, sum / count);
            }
            case DECIMAL -> {
                BigDecimal sum = BigDecimal.ZERO;
                for (byte[] element : elements) {
                    sum = sum.add(Numbers.decimal(type, element));
                }
                BigDecimal result = mean ? sum.divide(BigDecimal.valueOf(count), RoundingMode.HALF_EVEN) : sum;
                return Numbers.ofDecimal(result);
            }
            default -> {
                BigInteger sum = BigInteger.ZERO;
                for (byte[] element : elements) {
                    sum = sum.add(Numbers.big(type, element));
                }
                BigInteger result = sum.divide(BigInteger.valueOf(count));
                return type == NativeType.VARINT ? result.toByteArray() : Numbers.ofInteger(type, result.longValue());
            }
        }
    }
}
