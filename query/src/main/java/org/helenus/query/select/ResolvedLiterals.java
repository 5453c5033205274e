package org.helenus.query.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.helenus.cql.tree.Selector;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Collections, tuples and user types that are written out among the selected, with columns in them.
sealed interface ResolvedLiterals extends ResolvedSelector {
    /// @return the type to bind to
    private static CqlType settled(ResolvedSelector literal, Optional<CqlType> expected) {
        return literal.ownType().or(() -> expected).orElseThrow(() -> notInferred(literal.text()));
    }

    static InvalidRequest notInferred(String text) {
        return new InvalidRequest(
                "Cannot infer type for term " + text + " in selection clause (try using a cast to force a type)");
    }

    private static List<Expression> all(List<ResolvedSelector> elements, CqlType type) {
        return elements.stream().map(element -> element.bind(Optional.of(type))).toList();
    }

    private static Fit worst(Stream<Fit> fits) {
        return fits.reduce(Fit.EXACT, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static Optional<CqlType> first(List<ResolvedSelector> elements) {
        return elements.stream()
                .map(ResolvedSelector::ownType)
                .flatMap(Optional::stream)
                .findFirst()
                .map(CqlType::freeze);
    }

    record OfList(List<ResolvedSelector> parts, String text) implements ResolvedLiterals {
        @Override
        public Optional<CqlType> ownType() {
            return first(parts).map(type -> new ListType(type, false));
        }

        @Override
        public OptionalInt elements() {
            return OptionalInt.of(parts.size());
        }

        @Override
        public Fit fit(CqlType parameter) {
            return switch (parameter) {
                case ListType list -> worst(parts.stream().map(element -> element.fit(list.element())));
                case VectorType vector
                when vector.dimension() == parts.size() ->
                    worst(parts.stream().map(element -> element.fit(vector.element())));
                default -> Fit.NONE;
            };
        }

        @Override
        public Expression bind(Optional<CqlType> expected) {
            CqlType type = expected.filter(VectorType.class::isInstance).orElseGet(() -> settled(this, expected));
            return switch (type) {
                case ListType list -> TermBinder.literal(list, all(parts, list.element()), List.of());
                case VectorType vector -> TermBinder.literal(vector, all(parts, vector.element()), List.of());
                default -> throw notInferred(text);
            };
        }
    }

    record OfSet(List<ResolvedSelector> parts, String text) implements ResolvedLiterals {
        @Override
        public Optional<CqlType> ownType() {
            return first(parts).map(type -> new SetType(type, false));
        }

        @Override
        public Fit fit(CqlType parameter) {
            return parameter instanceof SetType set
                    ? worst(parts.stream().map(element -> element.fit(set.element())))
                    : Fit.NONE;
        }

        @Override
        public Expression bind(Optional<CqlType> expected) {
            if (settled(this, expected) instanceof SetType set) {
                return TermBinder.literal(set, all(parts, set.element()), List.of());
            }
            throw notInferred(text);
        }
    }

    /// A map, or a user type, which looks the same until it is known what it is for: then the keys are names.
    record OfMap(SelectorBinder binder, List<Selector.MapLiteral.Entry> entries, String text)
            implements ResolvedLiterals {
        @Override
        public Optional<CqlType> ownType() {
            return Optional.empty();
        }

        private List<ResolvedSelector> keys() {
            return entries.stream().map(entry -> binder.resolve(entry.key())).toList();
        }

        private List<ResolvedSelector> values() {
            return entries.stream().map(entry -> binder.resolve(entry.value())).toList();
        }

        private static int field(UserType user, Selector key) {
            return key instanceof Selector.Column column
                    ? user.field(column.name().text())
                    : -1;
        }

        @Override
        public Fit fit(CqlType parameter) {
            return switch (parameter) {
                case MapType map ->
                    worst(Stream.concat(
                            keys().stream().map(key -> key.fit(map.key())),
                            values().stream().map(value -> value.fit(map.value()))));
                case UserType user ->
                    worst(entries.stream().map(entry -> {
                        int field = field(user, entry.key());
                        return field < 0
                                ? Fit.NONE
                                : binder.resolve(entry.value())
                                        .fit(user.fieldTypes().get(field));
                    }));
                default -> Fit.NONE;
            };
        }

        @Override
        public Expression bind(Optional<CqlType> expected) {
            return switch (settled(this, expected)) {
                case MapType map -> TermBinder.literal(map, all(keys(), map.key()), all(values(), map.value()));
                case UserType user -> TermBinder.literal(user, fields(user), List.of());
                default -> throw notInferred(text);
            };
        }

        private List<Expression> fields(UserType user) {
            var fields = new ArrayList<Expression>();
            for (int i = 0; i < user.fieldTypes().size(); i++) {
                int field = i;
                Optional<CqlType> type = Optional.of(user.fieldTypes().get(i));
                fields.add(entries.stream()
                        .filter(entry -> field(user, entry.key()) == field)
                        .findFirst()
                        .map(entry -> binder.resolve(entry.value()).bind(type))
                        .orElseGet(() -> TermBinder.nothing(type.get())));
            }
            return fields;
        }
    }

    /// A tuple, or something in parentheses, which is no tuple unless it is for one.
    record OfTuple(List<ResolvedSelector> parts, String text) implements ResolvedLiterals {
        @Override
        public Optional<CqlType> ownType() {
            return tuple(parts.stream().map(ResolvedSelector::ownType).toList());
        }

        @Override
        public Optional<CqlType> type() {
            return tuple(parts.stream().map(ResolvedSelector::type).toList());
        }

        private static Optional<CqlType> tuple(List<Optional<CqlType>> types) {
            return types.size() > 1 && types.stream().allMatch(Optional::isPresent)
                    ? Optional.of(new TupleType(
                            types.stream().map(Optional::orElseThrow).toList()))
                    : Optional.empty();
        }

        @Override
        public Fit fit(CqlType parameter) {
            if (!(parameter instanceof TupleType tuple)) {
                return parts.size() == 1 ? parts.getFirst().fit(parameter) : Fit.NONE;
            }
            if (parts.size() > tuple.components().size()) {
                return Fit.NONE;
            }
            Fit worst = Fit.WEAK;
            for (int i = 0; i < parts.size(); i++) {
                Fit fit = parts.get(i).fit(tuple.components().get(i));
                worst = fit.compareTo(worst) > 0 ? fit : worst;
            }
            return worst;
        }

        @Override
        public Expression bind(Optional<CqlType> expected) {
            CqlType type = settled(this, expected);
            if (!(type instanceof TupleType tuple)) {
                if (parts.size() == 1) {
                    return parts.getFirst().bind(expected);
                }
                throw notInferred(text);
            }
            var components = new ArrayList<Expression>();
            for (int i = 0; i < tuple.components().size(); i++) {
                CqlType component = tuple.components().get(i);
                components.add(
                        i < parts.size() ? parts.get(i).bind(Optional.of(component)) : TermBinder.nothing(component));
            }
            return TermBinder.literal(tuple, components, List.of());
        }
    }
}
