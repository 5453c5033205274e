package org.helenus.query.expression;

import java.util.List;
import java.util.Optional;
import org.helenus.query.function.ScalarFunction;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;

/// A function applied to its arguments.
///
/// @param callSite of a function that is not pure, its place among those of the statement; −1 of others
record Call(ScalarFunction function, List<Expression> arguments, int callSite) implements Expression {
    Call {
        arguments = List.copyOf(arguments);
    }

    @Override
    public CqlType type() {
        return function.returnType();
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        Optional<byte[]> result =
                callSite >= 0 && scope.isSettled(callSite) ? scope.settled(callSite) : call(scope, into);
        if (result.isPresent()) {
            into.set(result.get());
        } else {
            into.setNull();
        }
    }

    /// @param function its plain name
    static InvalidRequest unset(String function) {
        return new InvalidRequest("Invalid unset value for argument in call to function " + function);
    }

    private Optional<byte[]> call(Scope scope, Slice scratch) {
        var values = new byte[arguments.size()][];
        for (int i = 0; i < values.length; i++) {
            arguments.get(i).evaluate(scope, scratch);
            if (scratch.isUnset()) {
                throw unset(function.name().replace("system.", ""));
            }
            values[i] = scratch.hasValue() ? scratch.bytes() : null;
        }
        Optional<byte[]> result = function.apply(scope.environment(), values);
        if (callSite >= 0) {
            scope.settle(callSite, result);
        }
        return result;
    }

    @Override
    public boolean isConstant() {
        return callSite < 0 && arguments.stream().allMatch(Expression::isConstant);
    }
}
