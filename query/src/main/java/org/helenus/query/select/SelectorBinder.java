package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.expression.AggregateValue;
import org.helenus.query.expression.Arithmetic;
import org.helenus.query.expression.Assignment;
import org.helenus.query.expression.ColumnValue;
import org.helenus.query.expression.Constant;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.expression.TermText;
import org.helenus.query.expression.TokenValue;
import org.helenus.query.expression.TypeResolver;
import org.helenus.query.function.FunctionLibrary.Argument;
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
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;

/// Resolves the selectors of one statement to expressions over its rows. Messages are Cassandra's. One statement, one
/// thread.
final class SelectorBinder {
    private final TableMetadata table;
    private final TermBinder terms;
    private final SlotPlan.Builder slots;
    private final List<Aggregation> aggregations = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private Optional<InvalidRequest> refusal = Optional.empty();

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
        return switch (selector) {
            case Selector.Column(Name name) -> column(WhereBinder.column(table, name.text()));
            case Selector.Value(Term term) -> terms.bindAlone(term, "[selection]");
            case Selector.CountAll _ -> aggregate(Aggregation.countAll());
            case Selector.CellAttributeOf(Selector.CellAttribute attribute, Selector of) -> attribute(attribute, of);
            case Selector.FunctionCall call -> call(call);
            case Selector.Cast(Selector inner, TypeName.NativeKind kind) -> cast(inner, TypeResolver.resolve(kind));
            case Selector.TypeHint(TypeName name, Selector inner) -> hint(name, inner);
            case Selector.Field(Selector of, Name field) -> field(bind(of), of, field);
            case Selector.Element(Selector of, Term key) -> element(collection(of), of, key);
            case Selector.Slice(Selector of, Optional<Term> from, Optional<Term> to) ->
                slice(collection(of), of, from, to);
            case Selector.Arithmetic(ArithmeticOperator operator, Selector left, Selector right) ->
                arithmetic(operator, left, right);
            case Selector.Negation(Selector inner) -> terms.negation(bind(inner));
            case Selector.TupleLiteral(List<Selector> elements) when elements.size() == 1 -> bind(elements.getFirst());
            case Selector.ListLiteral(List<Selector> elements) -> {
                CqlType element = common(elements, selector);
                yield TermBinder.literal(new ListType(element, false), all(elements, element), List.of());
            }
            case Selector.SetLiteral(List<Selector> elements) -> {
                CqlType element = common(elements, selector);
                yield TermBinder.literal(new SetType(element, false), all(elements, element), List.of());
            }
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) -> map(entries, selector);
            case Selector.TupleLiteral(List<Selector> elements) -> {
                List<Expression> parts = elements.stream()
                        .map(element -> literal(element, common(List.of(element), selector)))
                        .toList();
                yield TermBinder.literal(
                        new TupleType(parts.stream().map(Expression::type).toList()), parts, List.of());
            }
        };
    }

    /// Complains about what Cassandra looks at only after the restrictions.
    void check() {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /// A refusal names the first column of all that are selected, as Cassandra has it.
    private Expression cast(Selector inner, CqlType type) {
        Expression value = bind(inner);
        String name = slots.columns().isEmpty()
                ? text(inner)
                : slots.columns().getFirst().name();
        try {
            return terms.cast(value, type, name);
        } catch (InvalidRequest wrong) {
            refusal = refusal.or(() -> Optional.of(wrong));
            return new Constant(type, Optional.empty());
        }
    }

    private Expression map(List<Selector.MapLiteral.Entry> entries, Selector written) {
        List<Selector> keys =
                entries.stream().map(Selector.MapLiteral.Entry::key).toList();
        List<Selector> values =
                entries.stream().map(Selector.MapLiteral.Entry::value).toList();
        var type = new MapType(common(keys, written), common(values, written), false);
        return TermBinder.literal(type, all(keys, type.key()), all(values, type.value()));
    }

    private List<Expression> all(List<Selector> elements, CqlType type) {
        return elements.stream().map(element -> literal(element, type)).toList();
    }

    /// The type of the first element that has one by itself.
    private CqlType common(List<Selector> elements, Selector written) {
        for (Selector element : elements) {
            Optional<CqlType> type = asTerm(element).isPresent()
                    ? terms.argument(asTerm(element).orElseThrow()).type()
                    : Optional.of(bind(element).type());
            if (type.isPresent()) {
                return type.get().freeze();
            }
        }
        throw new InvalidRequest("Cannot infer type for term " + text(written)
                + " in selection clause (try using a cast to force a type)");
    }

    Expression column(ColumnMetadata column) {
        return new ColumnValue(slots.slot(column), column.type());
    }

    private Expression aggregate(Aggregation aggregation) {
        aggregations.add(aggregation);
        return new AggregateValue(aggregations.size() - 1, aggregation.type());
    }

    private Expression hint(TypeName name, Selector inner) {
        CqlType type = terms.types().resolve(name).freeze();
        if (inner instanceof Selector.Value(Term term)) {
            if (!terms.fit(term, type).fits()) {
                String text = "(" + TermText.type(name) + ")" + text(inner);
                throw new InvalidRequest("Cannot assign value " + text + " to " + text + " of type " + type.cqlName());
            }
            return terms.bind(
                    new Term.TypeHint(name, term), Receiver.of(table.keyspace(), table.name(), "[selection]", type));
        }
        if (inner instanceof Selector.Column) {
            Expression bound = bind(inner);
            if (!Assignment.fit(type, bound.type()).fits()) {
                String text = "(" + TermText.type(name) + ")" + text(inner);
                throw new InvalidRequest("Cannot assign value " + text + " to " + text + " of type " + type.cqlName());
            }
            return bound;
        }
        return literal(inner, type);
    }

    /// A literal of selectors with the type that a hint gives it.
    private Expression literal(Selector selector, CqlType type) {
        Optional<Term> term = asTerm(selector);
        if (term.isPresent()) {
            return terms.bind(term.get(), Receiver.of(table.keyspace(), table.name(), "[selection]", type));
        }
        Expression bound = bind(selector);
        if (!Assignment.fit(type, bound.type()).fits()) {
            throw new InvalidRequest("Cannot assign value " + text(selector) + " to " + type.cqlName());
        }
        return bound;
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

    private Expression attribute(Selector.CellAttribute attribute, Selector of) {
        Expression bound = bind(of);
        Optional<Part> part = bound instanceof Part found ? Optional.of(found) : Optional.empty();
        Expression root = part.map(Part::of).orElse(bound);
        if (!(root instanceof ColumnValue(int slot, CqlType type))) {
            throw new InvalidRequest("Cannot use selection function " + attribute.cqlName() + " on " + text(of));
        }
        ColumnMetadata column = slots.column(slot);
        if (column.isPrimaryKey()) {
            throw new InvalidRequest(
                    "Cannot use selection function " + attribute.cqlName() + " on PRIMARY KEY part " + column.name());
        }
        boolean single = !type.isMultiCell() || part.isPresent() && !(part.get() instanceof Part.Slices);
        return new CellAttribute(attribute, slot, part, single);
    }

    private Expression field(Expression of, Selector written, Name field) {
        if (!(of.type() instanceof UserType user)) {
            throw new InvalidRequest("Invalid field selection: " + text(written) + " of type "
                    + of.type().cqlName() + " is not a user type");
        }
        int index = user.field(field.text());
        if (index < 0) {
            throw new InvalidRequest(text(written) + " of type " + user.cqlName() + " has no field " + field);
        }
        return new Part.Field(of, index, user.fieldTypes().get(index));
    }

    private CqlType keyType(Expression of, Selector written, String what) {
        return switch (of.type()) {
            case MapType map -> map.key();
            case SetType set -> set.element();
            case ListType _ ->
                throw new InvalidRequest(
                        what + " selection is only allowed on sets and maps, but " + text(written) + " is a list");
            default ->
                throw new InvalidRequest("Invalid " + what.toLowerCase(java.util.Locale.ROOT) + " selection: "
                        + text(written) + " is of type " + of.type().cqlName() + " is not a collection");
        };
    }

    /// What elements are taken of: of a column only these need to be read.
    private Expression collection(Selector of) {
        if (of instanceof Selector.Column(Name name)) {
            ColumnMetadata column = WhereBinder.column(table, name.text());
            return new ColumnValue(slots.slotOfElements(column), column.type());
        }
        return bind(of);
    }

    private Expression element(Expression of, Selector written, Term key) {
        CqlType keyType = keyType(of, written, "Element");
        Receiver receiver = Receiver.of(table.keyspace(), table.name(), "key(" + text(written) + ")", keyType);
        CqlType type = of.type() instanceof MapType map ? map.value() : keyType;
        return noted(new Part.Element(of, terms.bind(key, receiver), type));
    }

    private Expression slice(Expression of, Selector written, Optional<Term> from, Optional<Term> to) {
        CqlType keyType = keyType(of, written, "Slice");
        Receiver low = Receiver.of(table.keyspace(), table.name(), "from(" + text(written) + ")", keyType);
        Receiver high = Receiver.of(table.keyspace(), table.name(), "to(" + text(written) + ")", keyType);
        return noted(
                new Part.Slices(of, from.map(term -> terms.bind(term, low)), to.map(term -> terms.bind(term, high))));
    }

    private Part noted(Part part) {
        parts.add(part);
        return part;
    }

    private Expression arithmetic(ArithmeticOperator operator, Selector left, Selector right) {
        Optional<Term> leftTerm = asTerm(left);
        Optional<Term> rightTerm = asTerm(right);
        if (leftTerm.isPresent() && rightTerm.isPresent()) {
            return terms.bindAlone(new Term.Arithmetic(operator, leftTerm.get(), rightTerm.get()), "[selection]");
        }
        String leftText = text(left);
        String rightText = text(right);
        if (leftTerm.isPresent()) {
            Expression other = bind(right);
            Expression constant = terms.bindOperand(operator, leftTerm.get(), other.type(), rightText, false);
            return Arithmetic.of(operator, constant, other, leftText, rightText);
        }
        Expression first = bind(left);
        Expression second = rightTerm.isPresent()
                ? terms.bindOperand(operator, rightTerm.get(), first.type(), leftText, true)
                : bind(right);
        return Arithmetic.of(operator, first, second, leftText, rightText);
    }

    private Expression call(Selector.FunctionCall call) {
        QualifiedName function = call.function();
        String plain = function.name().text();
        Optional<Aggregation.Function> aggregate = Aggregation.Function.of(plain);
        boolean ours = function.keyspace().map(Name::text).orElse("system").equals("system");
        if (ours && aggregate.isPresent()) {
            if (isCountRows(call)) {
                return aggregate(Aggregation.countAll());
            }
            if (call.arguments().size() != 1) {
                throw switch (aggregate.get()) {
                    case COUNT ->
                        new InvalidRequest("Invalid number of arguments in call to function system.count: 1 required"
                                + " but " + call.arguments().size() + " provided");
                    case SUM, AVG -> Aggregation.noneMatches(plain);
                    case MIN, MAX ->
                        new InvalidRequest("Invalid number of arguments for function system." + plain + "(any)");
                };
            }
            int before = aggregations.size();
            Expression argument = bind(call.arguments().getFirst());
            if (aggregations.size() > before) {
                throw new InvalidRequest("aggregate functions cannot be used as arguments of aggregate functions");
            }
            return aggregate(Aggregation.of(aggregate.get(), argument));
        }
        String name = terms.name(function, "Unknown function '" + function + "'");
        if (name.equals("token")) {
            return token(call.arguments());
        }
        List<Optional<Expression>> bound = call.arguments().stream()
                .map(argument ->
                        asTerm(argument).isPresent() ? Optional.<Expression>empty() : Optional.of(bind(argument)))
                .toList();
        var arguments = new ArrayList<Argument>(bound.size());
        for (int i = 0; i < bound.size(); i++) {
            Selector written = call.arguments().get(i);
            arguments.add(
                    bound.get(i).isPresent()
                            ? argument(bound.get(i).get(), written)
                            : terms.argument(asTerm(written).orElseThrow()));
        }
        ScalarFunction resolved = terms.functions().resolve(name, arguments, Optional.empty());
        var values = new ArrayList<Expression>(bound.size());
        for (int i = 0; i < bound.size(); i++) {
            Receiver receiver = Receiver.of(
                    table.keyspace(),
                    table.name(),
                    "arg" + i + "(" + resolved.name() + ")",
                    resolved.argumentTypes().get(i));
            Selector written = call.arguments().get(i);
            values.add(
                    bound.get(i).isPresent()
                            ? bound.get(i).get()
                            : terms.bind(asTerm(written).orElseThrow(), receiver));
        }
        return terms.call(resolved, values);
    }

    /// Old spellings are functions of their own, but for this one.
    private static String shown(String function) {
        return function.equals("tojson") ? "to_json" : function;
    }

    private static boolean isCountRows(Selector.FunctionCall call) {
        return call.function().name().text().equalsIgnoreCase("count")
                && call.arguments().size() == 1
                && call.arguments().getFirst() instanceof Selector.Value(Term.Literal _);
    }

    private Expression token(List<Selector> arguments) {
        terms.checkTokenArguments(arguments.size());
        var components = new ArrayList<Expression>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            ColumnMetadata column = table.partitionKey().get(i);
            Optional<Term> term = asTerm(arguments.get(i));
            if (term.isPresent()) {
                terms.checkTokenArgument(term.get(), i, column.type());
            }
            components.add(
                    term.isPresent()
                            ? terms.bind(
                                    term.get(),
                                    Receiver.of(
                                            table.keyspace(),
                                            table.name(),
                                            "arg" + i + "(system.token)",
                                            column.type()))
                            : tokenComponent(arguments.get(i), i, column));
        }
        return new TokenValue(components);
    }

    private Expression tokenComponent(Selector argument, int index, ColumnMetadata column) {
        Expression bound = bind(argument);
        if (!Assignment.fit(column.type(), bound.type()).fits()) {
            throw new InvalidRequest("Type error: " + text(argument) + " cannot be passed as argument " + index
                    + " of function system.token of type " + column.type().cqlName());
        }
        return bound;
    }

    private static Argument argument(Expression bound, Selector written) {
        return new Argument() {
            @Override
            public Optional<CqlType> type() {
                return Optional.of(bound.type());
            }

            @Override
            public Fit fit(CqlType parameter) {
                return Assignment.fit(parameter, bound.type());
            }

            @Override
            public String text() {
                return SelectorBinder.text(written);
            }
        };
    }

    /// The header of a column without an alias. A cast to the type that a column has already leaves no trace.
    String header(Selector selector) {
        return selector instanceof Selector.Cast(Selector.Column(Name name), TypeName.NativeKind kind)
                        && WhereBinder.column(table, name.text()).type() == TypeResolver.resolve(kind)
                ? name.text()
                : text(selector);
    }

    /// A selector as headers and messages show it.
    static String text(Selector selector) {
        return switch (selector) {
            case Selector.Column(Name name) -> name.text();
            case Selector.Value(Term term) -> TermText.of(term);
            case Selector.CountAll _ -> "count";
            case Selector.CellAttributeOf(Selector.CellAttribute attribute, Selector of) ->
                attribute.cqlName() + "(" + text(of) + ")";
            case Selector.FunctionCall call when isCountRows(call) -> "count";
            case Selector.FunctionCall(QualifiedName function, List<Selector> arguments) ->
                "system." + shown(function.name().text()) + "(" + texts(arguments) + ")";
            case Selector.Cast(Selector inner, TypeName.NativeKind kind) ->
                "cast(" + text(inner) + " as " + TypeResolver.resolve(kind).cqlName() + ")";
            case Selector.TypeHint(TypeName type, Selector inner) -> "(" + TermText.type(type) + ")" + text(inner);
            case Selector.Field(Selector of, Name field) -> text(of) + "." + field;
            case Selector.Element(Selector of, Term key) -> text(of) + "[" + TermText.of(key) + "]";
            case Selector.Slice(Selector of, Optional<Term> from, Optional<Term> to) ->
                text(of) + "[" + from.map(TermText::of).orElse("") + ".."
                        + to.map(TermText::of).orElse("") + "]";
            case Selector.ListLiteral(List<Selector> elements) -> "[" + texts(elements) + "]";
            case Selector.SetLiteral(List<Selector> elements) -> "{" + texts(elements) + "}";
            case Selector.MapLiteral(List<Selector.MapLiteral.Entry> entries) ->
                entries.stream()
                        .map(entry -> text(entry.key()) + ": " + text(entry.value()))
                        .collect(joining(", ", "{", "}"));
            case Selector.TupleLiteral(List<Selector> elements) -> "(" + texts(elements) + ")";
            case Selector.Arithmetic(ArithmeticOperator operator, Selector left, Selector right) ->
                text(left) + " " + operator.symbol() + " " + text(right);
            case Selector.Negation(Selector inner) -> "-" + text(inner);
        };
    }

    private static String texts(List<Selector> selectors) {
        return selectors.stream().map(SelectorBinder::text).collect(joining(", "));
    }
}
