package org.helenus.query.select;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// One aggregate of a statement: which function, of what.
///
/// @param argument empty for `count(*)`
record Aggregation(Function function, Optional<Expression> argument, CqlType type) {
    enum Function {
        COUNT,
        MIN,
        MAX,
        SUM,
        AVG;

        static Optional<Function> of(String name) {
            return switch (name) {
                case "count" -> Optional.of(COUNT);
                case "min" -> Optional.of(MIN);
                case "max" -> Optional.of(MAX);
                case "sum" -> Optional.of(SUM);
                case "avg" -> Optional.of(AVG);
                default -> Optional.empty();
            };
        }

        String cqlName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Aggregation countAll() {
        return new Aggregation(Function.COUNT, Optional.empty(), NativeType.BIGINT);
    }

    /// @throws InvalidRequest when the function does not take values of this type
    static Aggregation of(Function function, Expression argument) {
        CqlType type = argument.type();
        return switch (function) {
            case COUNT -> new Aggregation(function, Optional.of(argument), NativeType.BIGINT);
            case MIN, MAX -> new Aggregation(function, Optional.of(argument), type.freeze());
            case SUM, AVG -> {
                if (type == NativeType.TIMESTAMP) {
                    // as Cassandra, to which it is a number of two types
                    String name = function.cqlName();
                    throw new InvalidRequest("Ambiguous call to function " + name
                            + " (can be matched by following signatures: system." + name
                            + " : (bigint) -> bigint, system."
                            + name + " : (varint) -> varint): use type casts to disambiguate");
                }
                if (!(type instanceof NativeType number) || !Numbers.isNumber(number)) {
                    throw noneMatches(function.cqlName());
                }
                yield new Aggregation(function, Optional.of(argument), type);
            }
        };
    }

    static InvalidRequest noneMatches(String name) {
        return new InvalidRequest("Invalid call to function " + name
                + ", none of its type signatures match (known type signatures: " + signatures(name) + ")");
    }

    private static String signatures(String name) {
        return Stream.of("float", "int", "bigint", "varint", "smallint", "counter", "double", "decimal", "tinyint")
                .map(type -> "system." + name + " : (" + type + ") -> " + type)
                .collect(Collectors.joining(", "));
    }

    /// Gathers the values of one group.
    Accumulator start() {
        return switch (function) {
            case COUNT -> new Count();
            case MIN, MAX -> new Extreme();
            case SUM, AVG -> new Sum((NativeType) type);
        };
    }

    /// Takes a group's values one after the other.
    abstract class Accumulator {
        private final Slice scratch = new Slice();

        /// Adds the current row of the scope; nulls do not count.
        final void add(Scope scope) {
            if (argument.isPresent()) {
                argument.get().evaluate(scope, scratch);
                if (!scratch.hasValue() || scratch.length == 0 && !countsEmpty()) {
                    return;
                }
            }
            take(scratch);
        }

        /// An empty value is one, but no number.
        private boolean countsEmpty() {
            return function != Function.SUM && function != Function.AVG;
        }

        abstract void take(Slice value);

        /// The result so far; empty for null.
        abstract Optional<byte[]> result();
    }

    private final class Count extends Accumulator {
        private long count;

        @Override
        void take(Slice value) {
            count++;
        }

        @Override
        Optional<byte[]> result() {
            return Optional.of(Numbers.bigint(count));
        }
    }

    private final class Extreme extends Accumulator {
        private Optional<byte[]> best = Optional.empty();

        @Override
        void take(Slice value) {
            byte[] bytes = value.bytes();
            boolean better = best.isEmpty()
                    || (function == Function.MIN
                            ? type.compare(bytes, best.get()) < 0
                            : type.compare(bytes, best.get()) > 0);
            if (better) {
                best = Optional.of(bytes.clone());
            }
        }

        @Override
        Optional<byte[]> result() {
            return best;
        }
    }

    /// Integers add up without loss and are cut to their type at the end: a sum wraps, a mean is truncated. Floats
    /// add up exactly too, so that the order of rows does not show; once one is not finite, doubles go on.
    private final class Sum extends Accumulator {
        private final NativeType number;
        private BigInteger integers = BigInteger.ZERO;
        private BigDecimal decimals = BigDecimal.ZERO;
        private double doubles;
        private long count;

        Sum(NativeType number) {
            this.number = number;
        }

        @Override
        void take(Slice value) {
            byte[] wire = value.bytes();
            count++;
            switch (number) {
                case FLOAT, DOUBLE -> {
                    double next = Numbers.floating(number, wire);
                    doubles += next;
                    if (Double.isFinite(next)) {
                        decimals = decimals.add(BigDecimal.valueOf(next));
                    }
                }
                case DECIMAL -> decimals = decimals.add(Numbers.decimal(number, wire));
                default -> integers = integers.add(Numbers.big(number, wire));
            }
        }

        @Override
        Optional<byte[]> result() {
            boolean mean = function == Function.AVG && count > 0;
            return Optional.of(
                    switch (number) {
                        case FLOAT, DOUBLE -> {
                            double sum = Double.isFinite(doubles) ? decimals.doubleValue() : doubles;
                            yield Numbers.ofFloating(number, mean ? sum / count : sum);
                        }
                        case DECIMAL ->
                            Numbers.ofDecimal(
                                    mean
                                            ? decimals.divide(BigDecimal.valueOf(count), RoundingMode.HALF_EVEN)
                                            : decimals);
                        case VARINT -> (mean ? integers.divide(BigInteger.valueOf(count)) : integers).toByteArray();
                        default ->
                            Numbers.ofInteger(
                                    number, (mean ? integers.divide(BigInteger.valueOf(count)) : integers).longValue());
                    });
        }
    }
}
