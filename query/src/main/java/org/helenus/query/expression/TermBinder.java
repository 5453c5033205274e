package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.TypeName;
import org.helenus.query.function.FunctionLibrary;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.query.function.ScalarFunction;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Resolves the terms of one statement to expressions, each against what it is for. Messages are Cassandra's.
///
/// One statement, one thread.
public final class TermBinder {
    private final Environment environment;
    private final TableMetadata table;
    private final TypeResolver types;
    private final FunctionLibrary functions;
    private final Variables variables;
    private final LiteralTypes literals = new LiteralTypes(this);
    private int callSites;

    public TermBinder(
            Environment environment,
            TableMetadata table,
            TypeResolver types,
            FunctionLibrary functions,
            Variables variables) {
        this.environment = environment;
        this.table = table;
        this.types = types;
        this.functions = functions;
        this.variables = variables;
    }

    public TypeResolver types() {
        return types;
    }

    public FunctionLibrary functions() {
        return functions;
    }

    /// How many calls of functions that are not pure were bound so far.
    public int callSites() {
        return callSites;
    }

    /// @throws InvalidRequest when the term cannot be what the receiver takes
    public Expression bind(Term term, Receiver receiver) {
        return switch (term) {
            case Term.Literal literal -> literal(literal, receiver);
            case Term.Null _ -> {
                if (receiver.type() == NativeType.COUNTER) {
                    throw new InvalidRequest("Invalid null value for counter increment/decrement");
                }
                yield new Constant(receiver.type(), Optional.empty());
            }
            case Term.BindMarker marker -> {
                variables.record(marker, receiver);
                yield new Variable(marker.index(), receiver.type());
            }
            case Term.ListLiteral(List<Term> elements) -> sequence(elements, receiver);
            case Term.SetLiteral(List<Term> elements) -> set(elements, receiver);
            case Term.MapLiteral(List<Term.MapLiteral.Entry> entries) -> map(entries, receiver);
            case Term.UserTypeLiteral(List<Term.UserTypeLiteral.Field> fields) -> userType(fields, receiver);
            case Term.TupleLiteral(List<Term> elements) -> tuple(elements, receiver);
            case Term.FunctionCall call -> {
                Expression bound = call(call, Optional.of(receiver.type()), receiver);
                checkResult(bound, "function " + functionName(bound, call), receiver);
                yield bound;
            }
            case Term.TypeHint(TypeName name, Term inner) -> {
                CqlType type = types.resolve(name).freeze();
                if (!literals.fit(inner, type).fits()) {
                    throw new InvalidRequest("Cannot cast value " + TermText.of(inner) + " to type " + type.cqlName());
                }
                if (!Assignment.fit(receiver.type(), type).fits()) {
                    throw new InvalidRequest("Cannot assign value " + TermText.of(term) + " to " + receiver.name()
                            + " of type " + receiver.typeName());
                }
                yield bind(inner, receiver);
            }
            case Term.Cast cast -> {
                Expression bound = cast(cast, receiver);
                checkResult(bound, "function cast", receiver);
                yield bound;
            }
            case Term.Arithmetic sum -> {
                Operators.Signature signature = literals.signature(sum, Optional.of(receiver.type()));
                String function = "(system." + Operators.functionName(sum.operator()) + ")";
                Expression left = bind(sum.left(), receiver.part("arg0" + function, signature.left()));
                Expression right = bind(sum.right(), receiver.part("arg1" + function, signature.right()));
                yield new Arithmetic(sum.operator(), signature, left, right);
            }
            case Term.Negation negation -> {
                NativeType type = literals.negated(negation, Optional.of(receiver.type()));
                yield new Negation(bind(negation.term(), receiver.part("arg0(system._negate)", type)), type);
            }
        };
    }

    /// Binds a term of the selection.
    ///
    /// @param expected what it is for, where that is known; what has a type of its own keeps it
    /// @throws InvalidRequest when it has no type
    public Expression bindSelected(Term term, Optional<CqlType> expected) {
        CqlType type = literals.type(term)
                .or(() -> expected)
                .orElseThrow(() -> new InvalidRequest("Cannot infer type for term " + TermText.of(term)
                        + " in selection clause (try using a cast to force a type)"));
        return bind(term, Receiver.of(table.keyspace(), table.name(), "[selection]", type));
    }

    public Optional<CqlType> type(Term term) {
        return literals.type(term);
    }

    public Fit fit(Term term, CqlType type) {
        return literals.fit(term, type);
    }

    private static void checkResult(Expression bound, String what, Receiver receiver) {
        if (!Assignment.fit(receiver.type(), bound.type()).fits()) {
            throw new InvalidRequest("Type error: cannot assign result of " + what + " (type "
                    + bound.type().cqlName() + ") to " + receiver.name() + " (type " + receiver.typeName() + ")");
        }
    }

    private static String functionName(Expression bound, Term.FunctionCall call) {
        return bound instanceof Call resolved
                ? resolved.function().name()
                : "system." + call.function().name().text();
    }

    private Expression literal(Term.Literal literal, Receiver receiver) {
        if (!literals.fit(literal, receiver.type()).fits()) {
            throw new InvalidRequest("Invalid " + literal.kind() + " constant (" + literal.text() + ") for \""
                    + receiver.name() + "\" of type " + receiver.typeName());
        }
        return constant(literal, receiver.type());
    }

    /// A literal as a value of a type that it fits.
    static Expression constant(Term.Literal literal, CqlType type) {
        CqlType read = literal.kind() == Term.LiteralKind.HEX
                ? NativeType.BLOB
                : type == NativeType.COUNTER ? NativeType.BIGINT : type;
        byte[] wire = read.parse(literal.text());
        if (type == NativeType.TINYINT && wire.length > 1) {
            throw new InvalidRequest("Expected 1 byte for a tinyint (" + wire.length + ")");
        }
        if (type instanceof CustomType custom) {
            custom.validate(wire, 0, wire.length);
        }
        return new Constant(type, Optional.of(wire));
    }

    private Expression element(Term term, Receiver receiver, String kind, String collection) {
        if (!literals.fit(term, receiver.type()).fits()) {
            throw new InvalidRequest("Invalid " + collection + ": " + kind + " " + TermText.of(term)
                    + " is not of type " + receiver.typeName());
        }
        if (literals.hasMarker(term)) {
            throw new InvalidRequest(
                    "Invalid " + collection + ": bind variables are not supported inside collection literals");
        }
        return bind(term, receiver);
    }

    private Expression sequence(List<Term> elements, Receiver receiver) {
        CqlType elementType;
        boolean isList = receiver.type() instanceof ListType;
        switch (receiver.type()) {
            case ListType list -> elementType = list.element();
            case VectorType vector -> {
                elementType = vector.element();
                if (elements.size() != vector.dimension()) {
                    throw new InvalidRequest("Invalid vector literal for " + receiver.name() + " of type "
                            + receiver.typeName() + "; expected " + vector.dimension() + " elements, but given "
                            + elements.size());
                }
            }
            default ->
                throw new InvalidRequest(
                        "Unexpected receiver type '" + receiver.typeName() + "'; only list and vector are expected");
        }
        Receiver value = receiver.part("value(" + receiver.name() + ")", elementType);
        var bound = new ArrayList<Expression>(elements.size());
        for (Term element : elements) {
            // the components of a vector may be markers, the elements of a list may not
            bound.add(
                    isList
                            ? element(element, value, "value", "list literal for " + receiver.name())
                            : bind(element, value));
        }
        return folded(new Sequence(receiver.type(), bound, false));
    }

    private Expression set(List<Term> elements, Receiver receiver) {
        if (elements.isEmpty() && receiver.type() instanceof MapType) {
            return folded(new Association(receiver.type(), List.of(), List.of()));
        }
        if (!(receiver.type() instanceof SetType set)) {
            throw new InvalidRequest("Invalid set literal for " + receiver.name() + " of type " + receiver.typeName());
        }
        Receiver value = receiver.part("value(" + receiver.name() + ")", set.element());
        var bound = new ArrayList<Expression>(elements.size());
        for (Term element : elements) {
            bound.add(element(element, value, "value", "set literal for " + receiver.name()));
        }
        return folded(new Association(receiver.type(), bound, List.of()));
    }

    private Expression map(List<Term.MapLiteral.Entry> entries, Receiver receiver) {
        if (!(receiver.type() instanceof MapType map)) {
            throw new InvalidRequest("Invalid map literal for " + receiver.name() + " of type " + receiver.typeName());
        }
        Receiver key = receiver.part("key(" + receiver.name() + ")", map.key());
        Receiver value = receiver.part("value(" + receiver.name() + ")", map.value());
        var keys = new ArrayList<Expression>(entries.size());
        var values = new ArrayList<Expression>(entries.size());
        for (Term.MapLiteral.Entry entry : entries) {
            keys.add(element(entry.key(), key, "key", "map literal for " + receiver.name()));
            values.add(element(entry.value(), value, "value", "map literal for " + receiver.name()));
        }
        return folded(new Association(receiver.type(), keys, values));
    }

    private Expression userType(List<Term.UserTypeLiteral.Field> fields, Receiver receiver) {
        if (!(receiver.type() instanceof UserType user)) {
            throw new InvalidRequest(
                    "Invalid user type literal for " + receiver.name() + " of type " + receiver.typeName());
        }
        Map<String, Term> given = new HashMap<>();
        for (Term.UserTypeLiteral.Field field : fields) {
            if (user.field(field.name().text()) < 0) {
                throw new InvalidRequest(
                        "Unknown field '" + field.name() + "' in value of user defined type " + user.name());
            }
            given.put(field.name().text(), field.value());
        }
        var bound = new ArrayList<Expression>(user.fieldNames().size());
        for (int i = 0; i < user.fieldNames().size(); i++) {
            String field = user.fieldNames().get(i);
            Receiver part = receiver.part(
                    receiver.name() + "." + field, user.fieldTypes().get(i));
            Optional<Term> term = Optional.ofNullable(given.get(field));
            if (term.isPresent() && !literals.fit(term.get(), part.type()).fits()) {
                throw new InvalidRequest("Invalid user type literal for " + receiver.name() + ": field " + field
                        + " is not of type " + part.type().cqlName());
            }
            bound.add(term.isPresent() ? bind(term.get(), part) : new Constant(part.type(), Optional.empty()));
        }
        return folded(new Composite(receiver.type(), bound));
    }

    private Expression tuple(List<Term> elements, Receiver receiver) {
        if (!(receiver.type() instanceof TupleType tuple)) {
            if (elements.size() == 1) {
                return bind(elements.getFirst(), receiver);
            }
            throw new InvalidRequest(
                    "Invalid tuple type literal for " + receiver.name() + " of type " + receiver.typeName());
        }
        if (elements.size() > tuple.components().size()) {
            throw new InvalidRequest("Invalid tuple literal for " + receiver.name() + ": too many elements. Type "
                    + receiver.typeName() + " expects " + tuple.components().size() + " but got " + elements.size());
        }
        var bound = new ArrayList<Expression>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Receiver part = receiver.part(
                    receiver.name() + "[" + i + "]", tuple.components().get(i));
            if (!literals.fit(elements.get(i), part.type()).fits()) {
                throw new InvalidRequest("Invalid tuple literal for " + receiver.name() + ": component " + i
                        + " is not of type " + part.type().cqlName());
            }
            bound.add(bind(elements.get(i), part));
        }
        return folded(new Composite(receiver.type(), bound));
    }

    private Expression folded(Expression expression) {
        if (!expression.isConstant()) {
            return expression;
        }
        var scope = new Scope(environment, BoundValues.EMPTY, 0, 0);
        return new Constant(expression.type(), expression.bytes(scope));
    }

    /// Whether it calls a function that makes itself for whatever types its arguments have.
    boolean isGeneric(Term.FunctionCall call) {
        return functions.isGeneric(call.function().name().text());
    }

    /// The function behind a call, without its arguments.
    Optional<ScalarFunction> resolve(Term.FunctionCall call, Optional<CqlType> receiver) {
        String name = name(call.function(), "Unknown function " + call.function() + " called");
        if (name.equals("token")) {
            return Optional.empty();
        }
        return Optional.of(functions.resolve(
                name, call.arguments().stream().map(this::argument).toList(), receiver));
    }

    private Expression call(Term.FunctionCall call, Optional<CqlType> wanted, Receiver receiver) {
        Optional<ScalarFunction> function = resolve(call, wanted);
        if (function.isEmpty()) {
            return token(call.arguments());
        }
        List<CqlType> parameters = function.get().argumentTypes();
        var arguments = new ArrayList<Expression>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            String name = "arg" + i + "(" + function.get().name() + ")";
            arguments.add(bind(call.arguments().get(i), receiver.part(name, parameters.get(i))));
        }
        return call(function.get(), arguments);
    }

    /// A call with arguments that are bound already.
    public Expression call(ScalarFunction function, List<Expression> arguments) {
        return new Call(function, arguments, function.isPure() ? -1 : callSites++);
    }

    /// The function that a call came to, as messages tell it.
    public static String signature(Expression call) {
        return call instanceof Call(ScalarFunction function, var _, var _)
                ? function.toString()
                : call.type().cqlName();
    }

    private Expression token(List<Term> arguments) {
        checkTokenArguments(arguments.size());
        var components = new ArrayList<Expression>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            CqlType type = table.partitionKey().get(i).type();
            checkTokenArgument(arguments.get(i), i, type);
            components.add(bind(
                    arguments.get(i), Receiver.of(table.keyspace(), table.name(), "arg" + i + "(system.token)", type)));
        }
        return new TokenValue(components);
    }

    /// @throws InvalidRequest when `token` does not get one argument per partition key column
    public void checkTokenArguments(int count) {
        if (count != table.partitionKey().size()) {
            throw new InvalidRequest("Invalid number of arguments in call to function system.token: "
                    + table.partitionKey().size() + " required but " + count + " provided");
        }
    }

    /// @throws InvalidRequest when a constant is not of the type of its partition key column
    public void checkTokenArgument(Term argument, int index, CqlType type) {
        if (!literals.fit(argument, type).fits()) {
            throw new InvalidRequest("Type error: " + TermText.of(argument) + " cannot be passed as argument " + index
                    + " of function system.token of type " + type.cqlName());
        }
    }

    /// The plain name of a function of ours.
    ///
    /// @param unknown what to say when there is none
    /// @throws InvalidRequest when the name is of another keyspace, where functions of users would be
    public String name(QualifiedName function, String unknown) {
        String keyspace = function.keyspace().map(Name::text).orElse("system");
        String name = function.name().text();
        if (!keyspace.equals("system") || !(name.equals("token") || functions.contains(name))) {
            throw new InvalidRequest(unknown);
        }
        return name;
    }

    private Expression cast(Term.Cast cast, Receiver receiver) {
        CqlType from = resolveCast(cast, Optional.of(receiver.type()));
        CqlType to = TypeResolver.resolve(cast.type());
        Expression value = bind(cast.term(), receiver.part("arg0(system.cast_as_" + to.cqlName() + ")", from));
        return from.equals(to) ? value : call(functions.cast(from, to).orElseThrow(), List.of(value));
    }

    /// What type the term of a cast is of.
    ///
    /// @param receiver the type of what the result is for, where one is known
    CqlType resolveCast(Term.Cast cast, Optional<CqlType> receiver) {
        CqlType to = TypeResolver.resolve(cast.type());
        if (receiver.isPresent() && !Assignment.fit(receiver.get(), to).fits()) {
            throw castRefusal(TermText.of(cast.term()), to);
        }
        if (literals.preferred(cast.term()).filter(to::equals).isPresent()) {
            return to;
        }
        return castFrom(argument(cast.term()), to);
    }

    private CqlType castFrom(Argument argument, CqlType to) {
        var fitting = new ArrayList<NativeType>();
        for (NativeType type : castable(to)) {
            Fit fit = argument.fit(type);
            if (fit == Fit.EXACT) {
                return type;
            }
            if (fit.fits()) {
                fitting.add(type);
            }
        }
        return switch (fitting.size()) {
            case 0 -> throw castRefusal(argument.text(), to);
            case 1 -> fitting.getFirst();
            default ->
                throw new InvalidRequest("Ambiguous call to function system.cast_as_" + to.cqlName()
                        + " (can be matched by following signatures: " + castSignatures(fitting, to)
                        + "): use type casts to disambiguate");
        };
    }

    private List<NativeType> castable(CqlType to) {
        return Stream.of(NativeType.values())
                .filter(type -> type != to && functions.cast(type, to).isPresent())
                .toList();
    }

    /// A list, set, map or tuple of values that are bound already.
    ///
    /// @param values of a map, one for each of the keys in `parts`; else none
    public static Expression literal(CqlType type, List<Expression> parts, List<Expression> values) {
        return switch (type) {
            case ListType _ -> new Sequence(type, parts, true);
            case VectorType _ -> new Sequence(type, parts, false);
            case SetType _, MapType _ -> new Association(type, parts, values);
            default -> new Composite(type, parts);
        };
    }

    /// Null.
    public static Expression nothing(CqlType type) {
        return new Constant(type, Optional.empty());
    }

    /// `CAST(value AS type)`.
    ///
    /// @param text the value as written, for messages
    public Expression cast(Expression value, CqlType type, String text) {
        if (value.type().equals(type)) {
            return value;
        }
        CqlType from = functions.cast(value.type(), type).isPresent()
                ? value.type()
                : castFrom(Argument.of(value.type(), text), type);
        return call(functions.cast(from, type).orElseThrow(), List.of(value));
    }

    private static String castSignatures(List<NativeType> from, CqlType to) {
        return from.stream()
                .map(type -> "system.cast_as_" + to.cqlName() + " : (" + type.cqlName() + ") -> " + to.cqlName())
                .collect(Collectors.joining(", "));
    }

    private InvalidRequest castRefusal(String from, CqlType to) {
        List<NativeType> known = castable(to);
        return new InvalidRequest(
                known.isEmpty()
                        ? from + " cannot be cast to " + to.cqlName()
                        : "Invalid call to function system.cast_as_" + to.cqlName()
                                + ", none of its type signatures match (known type signatures: "
                                + castSignatures(known, to) + ")");
    }

    /// A term as an argument whose parameter is not known yet.
    public Argument argument(Term term) {
        return new Argument() {
            @Override
            public Optional<CqlType> type() {
                return literals.preferred(term);
            }

            @Override
            public Fit fit(CqlType parameter) {
                return literals.fit(term, parameter);
            }

            @Override
            public OptionalInt elements() {
                return term instanceof Term.ListLiteral list
                        ? OptionalInt.of(list.elements().size())
                        : OptionalInt.empty();
            }

            @Override
            public String text() {
                return TermText.of(term);
            }
        };
    }
}
