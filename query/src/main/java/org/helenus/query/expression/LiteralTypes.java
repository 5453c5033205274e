package org.helenus.query.expression;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Term;
import org.helenus.query.function.FunctionLibrary.Fit;
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

    LiteralTypes(TermBinder binder) {
        this.binder = binder;
    }

    /// The term's own type, where it has one.
    Optional<CqlType> type(Term term) {
        return switch (term) {
            case Term.Literal literal ->
                switch (literal.kind()) {
                    case BOOLEAN -> Optional.of(NativeType.BOOLEAN);
                    case HEX -> Optional.of(NativeType.BLOB);
                    case DURATION -> Optional.of(NativeType.DURATION);
                    case STRING, INTEGER, FLOAT, UUID -> Optional.empty();
                };
            case Term.Null _, Term.BindMarker _ -> Optional.empty();
            case Term.ListLiteral list ->
                list.elements().stream()
                        .map(this::type)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(type -> new ListType(type, false));
            case Term.SetLiteral set ->
                set.elements().stream()
                        .map(this::type)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(type -> new SetType(type, false));
            case Term.MapLiteral map -> {
                var entry = map.entries().getFirst();
                yield type(entry.key())
                        .flatMap(key -> type(entry.value()).map(value -> new MapType(key, value, false)));
            }
            case Term.UserTypeLiteral _ -> Optional.empty();
            case Term.TupleLiteral tuple -> {
                List<Optional<CqlType>> types =
                        tuple.elements().stream().map(this::type).toList();
                if (types.size() == 1) {
                    yield types.getFirst();
                }
                yield types.stream().allMatch(Optional::isPresent)
                        ? Optional.of(new TupleType(
                                types.stream().map(Optional::orElseThrow).toList()))
                        : Optional.empty();
            }
            case Term.FunctionCall call ->
                Optional.of(binder.resolve(call, Optional.empty())
                        .map(org.helenus.query.function.ScalarFunction::returnType)
                        .orElse(NativeType.BIGINT));
            case Term.TypeHint hint ->
                Optional.of(binder.types().resolve(hint.type()).freeze());
            case Term.Cast cast -> Optional.of(TypeResolver.resolve(cast.type()));
            case Term.Arithmetic sum -> {
                Optional<CqlType> left = type(sum.left());
                Optional<CqlType> right = type(sum.right());
                if (left.isEmpty() && right.isEmpty()) {
                    yield Optional.empty();
                }
                Optional<CqlType> first = left.or(() -> preferred(sum.left())).or(() -> right);
                Optional<CqlType> second =
                        right.or(() -> preferred(sum.right())).or(() -> left);
                yield Arithmetic.resultType(sum.operator(), first.orElseThrow(), second.orElseThrow())
                        .map(type -> type);
            }
            case Term.Negation negation -> type(negation.term());
        };
    }

    /// The type that a constant gets where nothing else decides.
    Optional<CqlType> preferred(Term term) {
        return switch (term) {
            case Term.Literal literal -> Optional.of(preferred(literal));
            case Term.Negation negation -> preferred(negation.term());
            case Term.Arithmetic sum ->
                preferred(sum.left())
                        .flatMap(left -> preferred(sum.right())
                                .flatMap(right -> Arithmetic.resultType(sum.operator(), left, right)));
            case Term.ListLiteral list
            when !list.elements().isEmpty() ->
                preferred(list.elements().getFirst()).map(type -> new ListType(type, false));
            case Term.SetLiteral set
            when !set.elements().isEmpty() ->
                preferred(set.elements().getFirst()).map(type -> new SetType(type, false));
            case Term.TupleLiteral tuple
            when tuple.elements().size() == 1 -> preferred(tuple.elements().getFirst());
            default -> type(term);
        };
    }

    private static CqlType preferred(Term.Literal literal) {
        return switch (literal.kind()) {
            case STRING -> NativeType.TEXT;
            case INTEGER -> {
                int bits = new BigInteger(literal.text()).bitLength();
                yield bits < 32 ? NativeType.INT : bits < 64 ? NativeType.BIGINT : NativeType.VARINT;
            }
            case FLOAT -> NativeType.DOUBLE;
            case BOOLEAN -> NativeType.BOOLEAN;
            case DURATION -> NativeType.DURATION;
            case UUID -> NativeType.UUID;
            case HEX -> NativeType.BLOB;
        };
    }

    Fit fit(Term term, CqlType type) {
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
            case Term.FunctionCall call ->
                Assignment.fit(
                        type,
                        binder.resolve(call, Optional.of(type))
                                .map(org.helenus.query.function.ScalarFunction::returnType)
                                .orElse(NativeType.BIGINT));
            case Term.TypeHint hint ->
                Assignment.fit(type, binder.types().resolve(hint.type()).freeze());
            case Term.Cast cast -> Assignment.fit(type, TypeResolver.resolve(cast.type()));
            case Term.Arithmetic sum ->
                type(sum)
                        .map(own -> Assignment.fit(type, own))
                        .orElseGet(() -> worse(fit(sum.left(), type), fit(sum.right(), type)));
            case Term.Negation negation -> fit(negation.term(), type);
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
            case HEX -> receiver == NativeType.BLOB;
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
