package org.helenus.query.function;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.helenus.query.TextCases;
import org.helenus.query.expression.Assignment;
import org.helenus.query.expression.Environment;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.MarshalNames;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.Clock;
import org.junit.jupiter.api.Test;

/// Native functions by their results. A line: the function, then each argument as its type and its literal, separated
/// by bars; `cast` has the target type last, `for type` names a receiver, `?` is an argument without a type. Answered
/// by header, type and value.
class NativeFunctionsTest {
    private final FunctionLibrary library = new NativeFunctions();
    private final Environment environment = new Environment(
            new Clock() {
                @Override
                public long wallMicros() {
                    return 1_582_979_696_789_012L;
                }

                @Override
                public long monotonicNanos() {
                    return 0;
                }
            },
            new Random(1));

    @Test
    void functions() throws IOException {
        TextCases.check("native-functions.txt", lines -> {
            var answers = new ArrayList<String>();
            lines.forEach(line -> answers.add(answer(line)));
            return String.join("\n", answers);
        });
    }

    private record Given(Optional<CqlType> type, String text, byte[] value) implements Argument {
        @Override
        public Fit fit(CqlType parameter) {
            return type.map(own -> Assignment.fit(parameter, own)).orElse(Fit.WEAK);
        }
    }

    private String answer(String line) {
        String[] parts = line.split(" \\| ", -1);
        var arguments = new ArrayList<Given>();
        Optional<CqlType> receiver = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("for ")) {
                receiver = Optional.of(type(parts[i].substring(4)));
            } else {
                arguments.add(given(parts[i]));
            }
        }
        try {
            ScalarFunction function = resolve(parts[0], arguments, receiver);
            var values = new byte[function.argumentTypes().size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).value();
            }
            Optional<byte[]> result = function.apply(environment, values);
            result.ifPresent(wire -> function.returnType().validate(wire, 0, wire.length));
            return function.name() + ": " + function.returnType().cqlName() + " "
                    + result.map(function.returnType()::format).orElse("null");
        } catch (CqlException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private ScalarFunction resolve(String name, List<Given> arguments, Optional<CqlType> receiver) {
        if (!name.equals("cast")) {
            return library.resolve(name, List.copyOf(arguments), receiver);
        }
        CqlType from = arguments.getFirst().type().orElseThrow();
        return library.cast(from, receiver.orElseThrow()).orElseThrow(() -> new InvalidRequest("no such cast"));
    }

    private static Given given(String text) {
        if (text.equals("?")) {
            return new Given(Optional.empty(), "?", null);
        }
        int space = text.indexOf(' ');
        CqlType type = type(text.substring(0, space));
        String literal = text.substring(space + 1);
        byte[] value = literal.equals("null") ? null : literal.equals("empty") ? new byte[0] : type.parse(literal);
        return new Given(Optional.of(type), literal, value);
    }

    private static CqlType type(String name) {
        Optional<NativeType> plain = NativeType.named(name);
        return plain.isPresent() ? plain.get() : MarshalNames.parse(name);
    }
}
