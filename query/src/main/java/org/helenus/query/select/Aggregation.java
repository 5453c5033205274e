package org.helenus.query.select;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// One aggregate of a statement: which function, of what.
///
/// @param argument empty for `count(*)`
record Aggregation(Function function, Optional<Expression> argument, CqlType type) {
    private static final List<NativeType> NUMBERS = List.of(
            NativeType.FLOAT,
            NativeType.INT,
            NativeType.BIGINT,
            NativeType.VARINT,
            NativeType.SMALLINT,
            NativeType.COUNTER,
            NativeType.DOUBLE,
            NativeType.DECIMAL,
            NativeType.TINYINT);

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

    /// @throws InvalidRequest unless it is given one argument
    static void checkCount(Function function, int count) {
        if (count != 1) {
            throw switch (function) {
                case COUNT ->
                    new InvalidRequest("Invalid number of arguments in call to function system.count: 1 required but "
                            + count + " provided");
                case SUM, AVG -> noneMatches(function.cqlName());
                case MIN, MAX ->
                    new InvalidRequest(
                            "Invalid number of arguments for function system." + function.cqlName() + "(any)");
            };
        }
    }

    /// What an argument is taken for: a number of one type, or whatever it is.
    ///
    /// @throws InvalidRequest when the function does not take such values
    static CqlType argumentType(Function function, Argument argument) {
        String name = function.cqlName();
        return switch (function) {
            case COUNT -> {
                if (argument.type().isEmpty() && !argument.fit(NativeType.BLOB).fits()) {
                    throw new InvalidRequest("Type error: " + argument.text()
                            + " cannot be passed as argument 0 of function system.count of type blob");
                }
                yield argument.type().orElse(NativeType.BLOB);
            }
            case MIN, MAX ->
                argument.type()
                        .orElseThrow(() -> new InvalidRequest("Cannot infer type of argument " + argument.text()
                                + " in call to function system." + name
                                + "(any): use type casts to disambiguate"));
            case SUM, AVG -> {
                var fitting = new ArrayList<NativeType>();
                for (NativeType type : NUMBERS) {
                    Fit fit = argument.fit(type);
                    if (fit == Fit.EXACT) {
                        yield type;
                    }
                    if (fit.fits()) {
                        fitting.add(type);
                    }
                }
                if (fitting.isEmpty()) {
                    throw noneMatches(name);
                }
                if (fitting.size() > 1) {
                    throw new InvalidRequest("Ambiguous call to function " + name
                            + " (can be matched by following signatures: " + signatures(name, fitting)
                            + "): use type casts to disambiguate");
                }
                yield fitting.getFirst();
            }
        };
    }

    static CqlType resultType(Function function, CqlType argument) {
        return switch (function) {
            case COUNT -> NativeType.BIGINT;
            case MIN, MAX -> argument.freeze();
            case SUM, AVG -> argument;
        };
    }

    private static InvalidRequest noneMatches(String name) {
        return new InvalidRequest("Invalid call to function " + name
                + ", none of its type signatures match (known type signatures: " + signatures(name, NUMBERS) + ")");
    }

    private static String signatures(String name, List<NativeType> numbers) {
        return numbers.stream()
                .map(type -> "system." + name + " : (" + type.cqlName() + ") -> " + type.cqlName())
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
