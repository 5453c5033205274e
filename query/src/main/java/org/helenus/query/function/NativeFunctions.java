package org.helenus.query.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.query.expression.Assignment;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;

/// Every native scalar function. One of these serves a whole server.
public final class NativeFunctions implements FunctionLibrary {
    private final Map<String, List<NativeFunction>> functions = new HashMap<>();
    private final Map<String, FunctionFamily> families = new HashMap<>();

    public NativeFunctions() {
        TimeFunctions.all().forEach(this::add);
        FloorFunctions.all().forEach(this::add);
        BlobFunctions.all().forEach(this::add);
        MathFunctions.all().forEach(this::add);
        families.putAll(CollectionFunctions.families());
        families.putAll(VectorFunctions.families());
        families.putAll(JsonFunctions.families());
        families.putAll(MaskFunctions.families());
    }

    private void add(NativeFunction function) {
        String name = function.name().substring("system.".length());
        functions.computeIfAbsent(name, _ -> new ArrayList<>()).add(function);
    }

    @Override
    public boolean contains(String name) {
        return functions.containsKey(name) || families.containsKey(name);
    }

    @Override
    public boolean isGeneric(String name) {
        return families.containsKey(name);
    }

    @Override
    public ScalarFunction resolve(String name, List<Argument> arguments, Optional<CqlType> receiver) {
        FunctionFamily family = families.get(name);
        if (family != null) {
            return ofFamily(name, family, arguments, receiver);
        }
        List<NativeFunction> candidates = functions.get(name);
        if (candidates == null) {
            throw new InvalidRequest("Unknown function " + name + " called");
        }
        return candidates.size() == 1
                ? only(candidates.getFirst(), arguments)
                : best(name, candidates, arguments, receiver);
    }

    private static ScalarFunction ofFamily(
            String name, FunctionFamily family, List<Argument> arguments, Optional<CqlType> receiver) {
        if (!family.takes(arguments.size())) {
            throw new InvalidRequest(
                    "Invalid number of arguments for function system." + name + "(" + family.parameters() + ")");
        }
        var types = new ArrayList<CqlType>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            int index = i;
            types.add(family.own(argument)
                    .or(() -> family.inferred(index, arguments))
                    .orElseThrow(() -> new InvalidRequest("Cannot infer type of argument " + argument.text()
                            + " in call to function system." + name + "(" + family.parameters()
                            + "): use type casts to disambiguate")));
        }
        ScalarFunction function =
                family.of(name, types, arguments.stream().map(Argument::text).toList(), receiver);
        for (int i = 0; i < arguments.size(); i++) {
            checkFits(arguments.get(i), i, function);
        }
        return function;
    }

    private static ScalarFunction only(NativeFunction function, List<Argument> arguments) {
        int wanted = function.argumentTypes().size();
        if (wanted != arguments.size()) {
            throw new InvalidRequest("Invalid number of arguments in call to function " + function.name() + ": "
                    + wanted + " required but " + arguments.size() + " provided");
        }
        for (int i = 0; i < wanted; i++) {
            checkFits(arguments.get(i), i, function);
        }
        return function;
    }

    private static void checkFits(Argument argument, int index, ScalarFunction function) {
        CqlType type = function.argumentTypes().get(index);
        if (!argument.fit(type).fits()) {
            throw new InvalidRequest("Type error: " + argument.text() + " cannot be passed as argument " + index
                    + " of function " + function.name() + " of type " + type.cqlName());
        }
    }

    private static ScalarFunction best(
            String name, List<NativeFunction> candidates, List<Argument> arguments, Optional<CqlType> receiver) {
        var fitting = new ArrayList<NativeFunction>();
        for (NativeFunction candidate : candidates) {
            if (receiver.isPresent()
                    && !Assignment.fit(receiver.get(), candidate.returnType()).fits()) {
                continue;
            }
            switch (fit(candidate, arguments)) {
                case EXACT -> {
                    return candidate;
                }
                case WEAK -> fitting.add(candidate);
                case NONE -> {}
            }
        }
        if (fitting.isEmpty()) {
            throw new InvalidRequest("Invalid call to function " + name
                    + ", none of its type signatures match (known type signatures: " + signatures(candidates) + ")");
        }
        if (fitting.size() > 1) {
            throw new InvalidRequest("Ambiguous call to function " + name
                    + " (can be matched by following signatures: " + signatures(fitting)
                    + "): use type casts to disambiguate");
        }
        return fitting.getFirst();
    }

    private static Fit fit(NativeFunction function, List<Argument> arguments) {
        if (function.argumentTypes().size() != arguments.size()) {
            return Fit.NONE;
        }
        Fit worst = Fit.EXACT;
        for (int i = 0; i < arguments.size(); i++) {
            Fit fit = arguments.get(i).fit(function.argumentTypes().get(i));
            if (fit.compareTo(worst) > 0) {
                worst = fit;
            }
        }
        return worst;
    }

    private static String signatures(List<NativeFunction> functions) {
        return String.join(
                ", ", functions.stream().map(NativeFunction::toString).toList());
    }

    @Override
    public Optional<ScalarFunction> cast(CqlType from, CqlType to) {
        return CastFunctions.cast(from, to);
    }
}
