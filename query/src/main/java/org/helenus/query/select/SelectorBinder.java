package org.helenus.query.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.expression.AggregateValue;
import org.helenus.query.expression.Arithmetic;
import org.helenus.query.expression.ColumnValue;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Negation;
import org.helenus.query.expression.Operators;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.expression.TermText;
import org.helenus.query.expression.TokenValue;
import org.helenus.query.expression.TypeResolver;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.query.function.ScalarFunction;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;

/// Resolves the selectors of one statement to expressions over its rows. Messages are Cassandra's. One statement, one
/// thread.
final class SelectorBinder {
    private final TableMetadata table;
    private final TermBinder terms;
    private final SlotPlan.Builder slots;
    private final List<Aggregation> aggregations = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    SelectorBinder(TableMetadata table, TermBinder terms, SlotPlan.Builder slots) {
        this.table = table;
        this.terms = terms;
        this.slots = slots;
    }

    List<Aggregation> aggregations() {
        return aggregations;
    }

    /// The parts of composite values that were bound so far.
    List<Part> parts() {
        return parts;
    }

    Expression bind(Selector selector) {
        return resolve(selector).bind(Optional.empty());
    }

    /// Looks names and functions up.
    ///
    /// @throws InvalidRequest when something is no column, or there is no such function
    ResolvedSelector resolve(Selector selector) {
        String text = SelectorText.of(selector);
        Optional<Term> term = asTerm(selector);
        if (term.isPresent()) {
            return new OfTerm(terms, term.get());
        }
        return switch (selector) {
            case Selector.Value(Term value) -> new OfTerm(terms, value);
            case Selector.Column(Name name) -> {
                ColumnMetadata column = WhereBinder.column(table, name.text());
                yield ResolvedSelector.of(Optional.of(column.type()), text, () -> column(column));
            }
            case Selector.CountAll _ ->
                ResolvedSelector.of(Optional.of(NativeType.BIGINT), text, () -> aggregate(Aggregation.countAll()));
            case Selector.CellAttributeOf(Selector.CellAttribute attribute, Selector of) -> attribute(attribute, of);
            case Selector.FunctionCall call -> call(call);
            case Selector.Cast(Selector inner, TypeName.NativeKind kind) -> cast(inner, TypeResolver.resolve(kind));
            case Selector.TypeHint(TypeName name, Selector inner) -> hint(name, inner);
            case Selector.Field(Selector of, Name field) -> field(of, field);
            case Selector.Element(Selector of, Term key) -> element(of, key);
            case Selector.Slice(Selector of, Optional<Term> from, Optional<Term> to) -> slice(of, from, to);
            case Selector.Arithmetic(ArithmeticOperator operator, Selector left, Selector right) ->
                arithmetic(operator, left, right);
            case Selector.Negation(Selector inner) -> negation(inner);
            case Selector.ListLiteral(List<Selector> elements) -> new ResolvedLiterals.OfList(all(elements), text);
            case Selector.SetLiteral(List<Selector> elements) -> new ResolvedLiterals.OfSet(all(elements), text);
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) ->
                new ResolvedLiterals.OfMap(this, entries, text);
            case Selector.TupleLiteral(List<Selector> elements) -> new ResolvedLiterals.OfTuple(all(elements), text);
        };
    }

    private List<ResolvedSelector> all(List<Selector> selectors) {
        return selectors.stream().map(this::resolve).toList();
    }

    /// What looks at no column.
    private record OfTerm(TermBinder terms, Term term) implements ResolvedSelector {
        @Override
        public Optional<CqlType> ownType() {
            return terms.type(term);
        }

        @Override
        public Optional<CqlType> type() {
            return terms.argument(term).type();
        }

        @Override
        public Fit fit(CqlType parameter) {
            return terms.fit(term, parameter);
        }

        @Override
        public OptionalInt elements() {
            return terms.argument(term).elements();
        }

        @Override
        public String text() {
            return TermText.of(term);
        }

        @Override
        public Expression bind(Optional<CqlType> expected) {
            return terms.bindSelected(term, expected);
        }
    }

    /// A refusal names the first column of all that are selected, as Cassandra has it.
    private ResolvedSelector cast(Selector inner, CqlType type) {
        ResolvedSelector resolved = resolve(inner);
        return ResolvedSelector.of(Optional.of(type), "cast(" + resolved.text() + " as " + type.cqlName() + ")", () -> {
            Expression value = resolved.bind(Optional.empty());
            String name = slots.columns().isEmpty()
                    ? resolved.text()
                    : slots.columns().getFirst().name();
            return terms.cast(value, type, name);
        });
    }

    Expression column(ColumnMetadata column) {
        return new ColumnValue(slots.slot(column), column.type());
    }

    private Expression aggregate(Aggregation aggregation) {
        aggregations.add(aggregation);
        return new AggregateValue(aggregations.size() - 1, aggregation.type());
    }

    private ResolvedSelector hint(TypeName name, Selector inner) {
        CqlType type = terms.types().resolve(name).freeze();
        ResolvedSelector resolved = resolve(inner);
        String text = "(" + TermText.type(name) + ")" + resolved.text();
        return ResolvedSelector.of(Optional.of(type), text, () -> {
            if (!resolved.fit(type).fits()) {
                throw new InvalidRequest("Cannot assign value " + text + " to " + text + " of type " + type.cqlName());
            }
            Expression bound = resolved.bind(Optional.of(type));
            return bound.type().freeze().equals(type) ? bound : new Retyped(bound, type);
        });
    }

    /// A selector that looks at no column, as the term that it also is.
    private static Optional<Term> asTerm(Selector selector) {
        return switch (selector) {
            case Selector.Value(Term term) -> Optional.of(term);
            case Selector.ListLiteral(List<Selector> elements) ->
                asTerms(elements).map(Term.ListLiteral::new);
            case Selector.SetLiteral(List<Selector> elements) ->
                asTerms(elements).map(Term.SetLiteral::new);
            case Selector.TupleLiteral(List<Selector> elements) ->
                asTerms(elements).map(Term.TupleLiteral::new);
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) -> mapTerm(entries);
            default -> Optional.empty();
        };
    }

    private static Optional<Term> mapTerm(List<Selector.MapLiteral.Entry> entries) {
        Optional<List<Term>> values =
                asTerms(entries.stream().map(Selector.MapLiteral.Entry::value).toList());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (entries.stream().allMatch(entry -> entry.key() instanceof Selector.Column)) {
            var fields = new ArrayList<Term.UserTypeLiteral.Field>();
            for (int i = 0; i < entries.size(); i++) {
                Name name = ((Selector.Column) entries.get(i).key()).name();
                fields.add(new Term.UserTypeLiteral.Field(name, values.get().get(i)));
            }
            return Optional.of(new Term.UserTypeLiteral(fields));
        }
        return asTerms(entries.stream().map(Selector.MapLiteral.Entry::key).toList())
                .map(keys -> {
                    var all = new ArrayList<Term.MapLiteral.Entry>();
                    for (int i = 0; i < keys.size(); i++) {
                        all.add(new Term.MapLiteral.Entry(
                                keys.get(i), values.get().get(i)));
                    }
                    return new Term.MapLiteral(all);
                });
    }

    private static Optional<List<Term>> asTerms(List<Selector> selectors) {
        var terms = new ArrayList<Term>(selectors.size());
        for (Selector selector : selectors) {
            Optional<Term> term = asTerm(selector);
            if (term.isEmpty()) {
                return Optional.empty();
            }
            terms.add(term.get());
        }
        return Optional.of(terms);
    }

    private ResolvedSelector attribute(Selector.CellAttribute attribute, Selector of) {
        ResolvedSelector resolved = resolve(of);
        return ResolvedSelector.of(
                Optional.of(attributeType(attribute, of)),
                attribute.cqlName() + "(" + resolved.text() + ")",
                () -> attribute(attribute, resolved));
    }

    private CqlType attributeType(Selector.CellAttribute attribute, Selector of) {
        return switch (of) {
            case Selector.Column(Name name) ->
                CellAttribute.type(
                        attribute,
                        !WhereBinder.column(table, name.text()).type().isMultiCell());
            case Selector.Slice(Selector whole, var _, var _) -> attributeType(attribute, whole);
            default -> CellAttribute.type(attribute, true);
        };
    }

    private Expression attribute(Selector.CellAttribute attribute, ResolvedSelector of) {
        Expression bound = of.bind(Optional.empty());
        Optional<Part> part = bound instanceof Part found ? Optional.of(found) : Optional.empty();
        Expression root = part.map(Part::of).orElse(bound);
        if (!(root instanceof ColumnValue(int slot, CqlType type))) {
            throw new InvalidRequest("Cannot use selection function " + attribute.cqlName() + " on " + of.text());
        }
        ColumnMetadata column = slots.column(slot);
        if (column.isPrimaryKey()) {
            throw new InvalidRequest(
                    "Cannot use selection function " + attribute.cqlName() + " on PRIMARY KEY part " + column.name());
        }
        boolean single = !type.isMultiCell() || part.isPresent() && !(part.get() instanceof Part.Slices);
        return new CellAttribute(attribute, slot, part, single);
    }

    private ResolvedSelector field(Selector of, Name field) {
        // what has fields is no tuple of one, whatever its parentheses
        boolean inParentheses = of instanceof Selector.TupleLiteral(List<Selector> elements) && elements.size() == 1;
        ResolvedSelector whole =
                resolve(inParentheses ? ((Selector.TupleLiteral) of).elements().getFirst() : of);
        String text = SelectorText.of(of);
        Optional<CqlType> type = whole.ownType()
                .filter(UserType.class::isInstance)
                .map(UserType.class::cast)
                .filter(user -> user.field(field.text()) >= 0)
                .map(user -> user.fieldTypes().get(user.field(field.text())));
        return ResolvedSelector.of(type, text + "." + field, () -> {
            Expression bound = whole.bind(Optional.empty());
            if (!(bound.type() instanceof UserType user)) {
                throw new InvalidRequest("Invalid field selection: " + text + " of type "
                        + bound.type().cqlName() + " is not a user type");
            }
            int index = user.field(field.text());
            if (index < 0) {
                throw new InvalidRequest(text + " of type " + user.cqlName() + " has no field " + field);
            }
            return new Part.Field(bound, index, user.fieldTypes().get(index));
        });
    }

    /// What an element or the end of a slice is.
    private Receiver keyOf(Expression of, ResolvedSelector written, String what) {
        return switch (of.type()) {
            case MapType map -> Receiver.of(table.keyspace(), table.name(), "key(" + written.text() + ")", map.key());
            case SetType set ->
                Receiver.of(table.keyspace(), table.name(), "value(" + written.text() + ")", set.element());
            case ListType _ ->
                throw new InvalidRequest(
                        what + " selection is only allowed on sets and maps, but " + written.text() + " is a list");
            default ->
                throw new InvalidRequest("Invalid " + what.toLowerCase(java.util.Locale.ROOT) + " selection: "
                        + written.text() + " is of type " + of.type().cqlName() + " is not a collection");
        };
    }

    /// What elements are taken of: of a column only these need to be read.
    private ResolvedSelector collection(Selector of) {
        if (of instanceof Selector.Column(Name name)) {
            ColumnMetadata column = WhereBinder.column(table, name.text());
            return ResolvedSelector.of(
                    Optional.of(column.type()),
                    name.text(),
                    () -> new ColumnValue(slots.slotOfElements(column), column.type()));
        }
        return resolve(of);
    }

    private ResolvedSelector element(Selector of, Term key) {
        ResolvedSelector whole = collection(of);
        Optional<CqlType> type = whole.ownType().flatMap(SelectorBinder::elementType);
        return ResolvedSelector.of(type, whole.text() + "[" + TermText.of(key) + "]", () -> {
            Expression bound = whole.bind(Optional.empty());
            Receiver receiver = keyOf(bound, whole, "Element");
            return noted(new Part.Element(
                    bound, terms.bind(key, receiver), elementType(bound.type()).orElseThrow()));
        });
    }

    private static Optional<CqlType> elementType(CqlType collection) {
        return switch (collection) {
            case MapType map -> Optional.of(map.value());
            case SetType set -> Optional.of(set.element());
            default -> Optional.empty();
        };
    }

    private ResolvedSelector slice(Selector of, Optional<Term> from, Optional<Term> to) {
        ResolvedSelector whole = collection(of);
        String text = whole.text() + "[" + from.map(TermText::of).orElse("") + ".."
                + to.map(TermText::of).orElse("") + "]";
        return ResolvedSelector.of(whole.ownType(), text, () -> {
            Expression bound = whole.bind(Optional.empty());
            Receiver end = keyOf(bound, whole, "Slice");
            return noted(new Part.Slices(
                    bound, from.map(term -> terms.bind(term, end)), to.map(term -> terms.bind(term, end))));
        });
    }

    private Part noted(Part part) {
        parts.add(part);
        return part;
    }

    private ResolvedSelector arithmetic(ArithmeticOperator operator, Selector left, Selector right) {
        ResolvedSelector first = resolve(left);
        ResolvedSelector second = resolve(right);
        Operators.Signature signature = Operators.resolve(operator, first, second, Optional.empty(), false);
        return ResolvedSelector.of(
                Optional.of(signature.result()),
                first.text() + " " + operator.symbol() + " " + second.text(),
                () -> new Arithmetic(
                        operator,
                        signature,
                        first.bind(Optional.of(signature.left())),
                        second.bind(Optional.of(signature.right()))));
    }

    private ResolvedSelector negation(Selector inner) {
        ResolvedSelector operand = resolve(inner);
        NativeType type = Operators.negated(operand, Optional.empty());
        return ResolvedSelector.of(
                Optional.of(type), "-" + operand.text(), () -> new Negation(operand.bind(Optional.of(type)), type));
    }

    private ResolvedSelector call(Selector.FunctionCall call) {
        QualifiedName function = call.function();
        String plain = function.name().text();
        String text = SelectorText.of(call);
        Optional<Aggregation.Function> aggregate = Aggregation.Function.of(plain);
        boolean ours = function.keyspace().map(Name::text).orElse("system").equals("system");
        if (ours && aggregate.isPresent()) {
            return SelectorText.isCountRows(call)
                    ? ResolvedSelector.of(Optional.of(NativeType.BIGINT), text, () -> aggregate(Aggregation.countAll()))
                    : aggregate(aggregate.get(), all(call.arguments()), text);
        }
        List<ResolvedSelector> arguments = all(call.arguments());
        String name = terms.name(function, "Unknown function '" + function + "'");
        if (name.equals("token")) {
            return token(arguments, text);
        }
        ScalarFunction resolved = terms.functions().resolve(name, List.copyOf(arguments), Optional.empty());
        return ResolvedSelector.of(Optional.of(resolved.returnType()), text, () -> {
            var values = new ArrayList<Expression>(arguments.size());
            for (int i = 0; i < arguments.size(); i++) {
                values.add(arguments
                        .get(i)
                        .bind(Optional.of(resolved.argumentTypes().get(i))));
            }
            return terms.call(resolved, values);
        });
    }

    private ResolvedSelector aggregate(Aggregation.Function function, List<ResolvedSelector> arguments, String text) {
        Aggregation.checkCount(function, arguments.size());
        ResolvedSelector argument = arguments.getFirst();
        CqlType type = Aggregation.argumentType(function, argument);
        return ResolvedSelector.of(Optional.of(Aggregation.resultType(function, type)), text, () -> {
            int before = aggregations.size();
            Expression bound = argument.bind(Optional.of(type));
            if (aggregations.size() > before) {
                throw new InvalidRequest("aggregate functions cannot be used as arguments of aggregate functions");
            }
            return aggregate(new Aggregation(function, Optional.of(bound), Aggregation.resultType(function, type)));
        });
    }

    private ResolvedSelector token(List<ResolvedSelector> arguments, String text) {
        terms.checkTokenArguments(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            CqlType type = table.partitionKey().get(i).type();
            if (!arguments.get(i).fit(type).fits()) {
                throw new InvalidRequest("Type error: " + arguments.get(i).text() + " cannot be passed as argument " + i
                        + " of function system.token of type " + type.cqlName());
            }
        }
        return ResolvedSelector.of(Optional.of(NativeType.BIGINT), text, () -> {
            var components = new ArrayList<Expression>(arguments.size());
            for (int i = 0; i < arguments.size(); i++) {
                components.add(arguments
                        .get(i)
                        .bind(Optional.of(table.partitionKey().get(i).type())));
            }
            return new TokenValue(components);
        });
    }

    /// The header of a column without an alias. A cast to the type that a column has already leaves no trace.
    String header(Selector selector) {
        return selector instanceof Selector.Cast(Selector.Column(Name name), TypeName.NativeKind kind)
                        && WhereBinder.column(table, name.text()).type() == TypeResolver.resolve(kind)
                ? name.text()
                : SelectorText.of(selector);
    }
}
