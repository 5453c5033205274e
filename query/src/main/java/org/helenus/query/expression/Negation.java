package org.helenus.query.expression;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// `-x` of a number.
record Negation(Expression operand) implements Expression {
    private static final String SIGNATURES = Stream.of(NativeType.values())
            .filter(Numbers::isNumber)
            .map(type -> "system.\"_negate\" : (" + type.cqlName() + ") -> " + type.cqlName())
            .collect(Collectors.joining(", "));

    Negation {
        if (!(operand.type() instanceof NativeType type) || !Numbers.isNumber(type)) {
            throw new InvalidRequest("Invalid call to function system._negate, none of its type signatures match"
                    + " (known type signatures: " + SIGNATURES + ")");
        }
    }

    @Override
    public CqlType type() {
        return operand.type();
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        operand.evaluate(scope, into);
        if (into.length > 0) {
            byte[] wire = into.bytes();
            NativeType type = (NativeType) operand.type();
            into.set(
                    switch (type) {
                        case VARINT -> Numbers.big(type, wire).negate().toByteArray();
                        case DECIMAL ->
                            Numbers.ofDecimal(Numbers.decimal(type, wire).negate());
                        case FLOAT, DOUBLE -> Numbers.ofFloating(type, -Numbers.floating(type, wire));
                        default -> Numbers.ofInteger(type, -Numbers.integer(wire));
                    });
        }
    }

    @Override
    public boolean isConstant() {
        return operand.isConstant();
    }
}
