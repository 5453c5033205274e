package org.helenus.query.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.helenus.cql.tree.Term;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// What type a term has, and which types it may take, before it is bound. Constants mostly have none of their own: `1`
/// is a number, a date or a timestamp, as its receiver likes.
final class LiteralTypes {
    private final TermBinder binder;
    /// Types of calls without a receiver, and how they fit one: an operator asks for each many times.
    private final Map<Term, Optional<CqlType>> ownTypes = new IdentityHashMap<>();
    private final Map<Term, Map<CqlType, Fit>> fits = new IdentityHashMap<>();

    LiteralTypes(TermBinder binder) {
        this.binder = binder;
    }

    /// The term's own type, where it has one: no constant has.
    Optional<CqlType> type(Term term) {
        return switch (term) {
            case Term.Literal _, Term.Null _, Term.BindMarker _, Term.UserTypeLiteral _ -> Optional.empty();
            case Term.ListLiteral list -> first(list.elements()).map(type -> new ListType(type, false));
            case Term.SetLiteral set -> first(set.elements()).map(type -> new SetType(type, false));
            case Term.MapLiteral map -> {
                var entry = map.entries().getFirst();
                yield type(entry.key())
                        .flatMap(key -> type(entry.value()).map(value -> new MapType(key, value, false)));
            }
            case Term.TupleLiteral tuple -> tuple(tuple, this::type);
            case Term.FunctionCall _, Term.Arithmetic _, Term.Negation _ ->
                ownTypes.computeIfAbsent(term, this::result);
            case Term.TypeHint hint ->
                Optional.of(binder.types().resolve(hint.type()).freeze());
            case Term.Cast cast -> Optional.of(TypeResolver.resolve(cast.type()));
        };
    }

    private Optional<CqlType> first(List<Term> elements) {
        return elements.stream().map(this::type).flatMap(Optional::stream).findFirst();
    }

    /// One term in parentheses is no tuple yet.
    private static Optional<CqlType> tuple(Term.TupleLiteral tuple, Function<Term, Optional<CqlType>> typeOf) {
        List<Optional<CqlType>> types = tuple.elements().stream().map(typeOf).toList();
        return types.size() > 1 && types.stream().allMatch(Optional::isPresent)
                ? Optional.of(
                        new TupleType(types.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
    }

    /// Of a call; none where it is wrong, which is told when it is bound.
    private Optional<CqlType> result(Term call) {
        try {
            return Optional.of(result(call, Optional.empty()));
        } catch (InvalidRequest wrong) {
            return Optional.empty();
        }
    }

    /// @param receiver the type of what the result is for, where one is known
    /// @throws InvalidRequest when there is no such function
    private CqlType result(Term call, Optional<CqlType> receiver) {
        return switch (call) {
            case Term.FunctionCall function ->
                binder.resolve(function, receiver)
                        .map(org.helenus.query.function.ScalarFunction::returnType)
                        .orElse(NativeType.BIGINT);
            case Term.Arithmetic sum -> signature(sum, receiver).result();
            case Term.Negation negation -> negated(negation, receiver);
            default -> throw new IllegalStateException(call.toString());
        };
    }

    Operators.Signature signature(Term.Arithmetic sum, Optional<CqlType> receiver) {
        return Operators.resolve(
                sum.operator(),
                binder.argument(sum.left()),
                binder.argument(sum.right()),
                receiver,
                sum.left() instanceof Term.BindMarker || sum.right() instanceof Term.BindMarker);
    }

    NativeType negated(Term.Negation negation, Optional<CqlType> receiver) {
        return Operators.negated(binder.argument(negation.term()), receiver);
    }

    /// The type that a term gets where nothing else decides.
    Optional<CqlType> preferred(Term term) {
        return switch (term) {
            case Term.Literal literal -> Optional.of(preferred(literal));
            case Term.ListLiteral list -> common(list.elements()).map(type -> new ListType(type, false));
            case Term.SetLiteral set -> common(set.elements()).map(type -> new SetType(type, false));
            case Term.TupleLiteral tuple -> tuple(tuple, this::preferred);
            default -> type(term);
        };
    }

    /// The type among those of the elements that takes all of them.
    private Optional<CqlType> common(List<Term> elements) {
        List<CqlType> types = elements.stream()
                .map(this::preferred)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return types.stream()
                .filter(type -> types.stream()
                        .allMatch(other -> Assignment.fit(type, other).fits()))
                .findFirst();
    }

    /// The type that a constant is exactly of. Hexadecimal ones are small numbers first, as Cassandra has it.
    private static NativeType preferred(Term.Literal literal) {
        return switch (literal.kind()) {
            case STRING -> literal.text().chars().allMatch(c -> c < 128) ? NativeType.ASCII : NativeType.TEXT;
            case INTEGER -> {
                int bits = new BigInteger(literal.text()).bitLength();
                yield bits < 32 ? NativeType.INT : bits < 64 ? NativeType.BIGINT : NativeType.VARINT;
            }
            case FLOAT -> isDouble(literal.text()) ? NativeType.DOUBLE : NativeType.DECIMAL;
            case BOOLEAN -> NativeType.BOOLEAN;
            case DURATION -> NativeType.DURATION;
            case UUID -> NativeType.UUID;
            case HEX -> NativeType.TINYINT;
        };
    }

    /// Whether a double can tell such a number to its last digit.
    private static boolean isDouble(String number) {
        double nearest = Double.parseDouble(number);
        return !Double.isFinite(nearest)
                || Double.toString(nearest).length() >= number.length()
                || new BigDecimal(number).compareTo(BigDecimal.valueOf(nearest)) == 0;
    }

    Fit fit(Term term, CqlType type) {
        return switch (term) {
            case Term.FunctionCall _, Term.Cast _, Term.Arithmetic _, Term.Negation _ -> {
                Map<CqlType, Fit> known = fits.computeIfAbsent(term, _ -> new HashMap<>());
                Fit fit = known.get(type);
                if (fit == null) {
                    fit = fitOfResult(term, type);
                    known.put(type, fit);
                }
                yield fit;
            }
            default -> fitOfValue(term, type);
        };
    }

    /// What is wrong with a call is told when it is bound; until then it fits whatever it is for.
    private Fit fitOfResult(Term call, CqlType type) {
        try {
            return switch (call) {
                case Term.FunctionCall function
                when binder.isGeneric(function) -> {
                    result(call, Optional.of(type));
                    yield Fit.WEAK;
                }
                case Term.Cast cast -> {
                    binder.resolveCast(cast, Optional.of(type));
                    yield Assignment.fit(type, TypeResolver.resolve(cast.type()));
                }
                default -> Assignment.fit(type, result(call, Optional.of(type)));
            };
        } catch (InvalidRequest wrong) {
            return Fit.WEAK;
        }
    }

    private Fit fitOfValue(Term term, CqlType type) {
        return switch (term) {
            case Term.Literal literal -> fit(literal, type);
            case Term.Null _ -> type == NativeType.COUNTER ? Fit.NONE : Fit.WEAK;
            case Term.BindMarker _ -> Fit.WEAK;
            case Term.ListLiteral(List<Term> elements) ->
                switch (type) {
                    case ListType list -> all(elements, list.element());
                    case VectorType vector ->
                        elements.size() == vector.dimension() ? all(elements, vector.element()) : Fit.NONE;
                    default -> Fit.NONE;
                };
            case Term.SetLiteral(List<Term> elements) ->
                switch (type) {
                    case SetType set -> all(elements, set.element());
                    case MapType _ -> elements.isEmpty() ? Fit.WEAK : Fit.NONE;
                    default -> Fit.NONE;
                };
            case Term.MapLiteral(List<Term.MapLiteral.Entry> entries) ->
                type instanceof MapType map
                        ? worse(
                                all(
                                        entries.stream()
                                                .map(Term.MapLiteral.Entry::key)
                                                .toList(),
                                        map.key()),
                                all(
                                        entries.stream()
                                                .map(Term.MapLiteral.Entry::value)
                                                .toList(),
                                        map.value()))
                        : Fit.NONE;
            case Term.UserTypeLiteral(List<Term.UserTypeLiteral.Field> fields) -> {
                if (!(type instanceof UserType user)) {
                    yield Fit.NONE;
                }
                boolean fits = fields.stream().allMatch(field -> {
                    int at = user.field(field.name().text());
                    return at >= 0
                            && fit(field.value(), user.fieldTypes().get(at)).fits();
                });
                yield fits ? Fit.WEAK : Fit.NONE;
            }
            case Term.TupleLiteral(List<Term> elements) -> {
                if (!(type instanceof TupleType tuple)) {
                    yield elements.size() == 1 ? fit(elements.getFirst(), type) : Fit.NONE;
                }
                if (elements.size() > tuple.components().size()) {
                    yield Fit.NONE;
                }
                Fit worst = Fit.WEAK;
                for (int i = 0; i < elements.size(); i++) {
                    worst = worse(worst, fit(elements.get(i), tuple.components().get(i)));
                }
                yield worst;
            }
            case Term.TypeHint hint ->
                Assignment.fit(type, binder.types().resolve(hint.type()).freeze());
            case Term.FunctionCall _, Term.Cast _, Term.Arithmetic _, Term.Negation _ -> fitOfResult(term, type);
        };
    }

    private Fit all(List<Term> elements, CqlType type) {
        Fit worst = elements.isEmpty() ? Fit.WEAK : Fit.EXACT;
        for (Term element : elements) {
            worst = worse(worst, fit(element, type));
        }
        return worst;
    }

    private static Fit worse(Fit a, Fit b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Fit fit(Term.Literal literal, CqlType type) {
        if (type instanceof CustomType) {
            return type.equals(CustomType.EMPTY) ? Fit.NONE : Fit.WEAK;
        }
        if (!(type instanceof NativeType receiver)) {
            return Fit.NONE;
        }
        boolean fits = switch (literal.kind()) {
            case STRING ->
                switch (receiver) {
                    case ASCII, TEXT, INET, DATE, TIME, TIMESTAMP -> true;
                    default -> false;
                };
            case INTEGER ->
                switch (receiver) {
                    case BIGINT,
                            COUNTER,
                            DATE,
                            DECIMAL,
                            DOUBLE,
                            DURATION,
                            FLOAT,
                            INT,
                            SMALLINT,
                            TIME,
                            TIMESTAMP,
                            TINYINT,
                            VARINT -> true;
                    default -> false;
                };
            case FLOAT ->
                receiver == NativeType.DECIMAL || receiver == NativeType.DOUBLE || receiver == NativeType.FLOAT;
            case BOOLEAN -> receiver == NativeType.BOOLEAN;
            case UUID -> receiver == NativeType.UUID || receiver == NativeType.TIMEUUID;
            case HEX -> receiver == NativeType.BLOB || receiver == NativeType.TINYINT;
            case DURATION -> receiver == NativeType.DURATION;
        };
        if (!fits) {
            return Fit.NONE;
        }
        return preferred(literal) == receiver ? Fit.EXACT : Fit.WEAK;
    }

    boolean hasMarker(Term term) {
        return switch (term) {
            case Term.BindMarker _ -> true;
            case Term.Literal _, Term.Null _ -> false;
            case Term.ListLiteral list -> list.elements().stream().anyMatch(this::hasMarker);
            case Term.SetLiteral set -> set.elements().stream().anyMatch(this::hasMarker);
            case Term.MapLiteral map ->
                map.entries().stream().anyMatch(entry -> hasMarker(entry.key()) || hasMarker(entry.value()));
            case Term.UserTypeLiteral user -> user.fields().stream().anyMatch(field -> hasMarker(field.value()));
            case Term.TupleLiteral tuple -> tuple.elements().stream().anyMatch(this::hasMarker);
            case Term.FunctionCall call -> call.arguments().stream().anyMatch(this::hasMarker);
            case Term.TypeHint hint -> hasMarker(hint.term());
            case Term.Cast cast -> hasMarker(cast.term());
            case Term.Arithmetic sum -> hasMarker(sum.left()) || hasMarker(sum.right());
            case Term.Negation negation -> hasMarker(negation.term());
        };
    }
}
