package org.helenus.query.expression;

import org.helenus.query.row.Slice;
import org.helenus.schema.type.NativeType;

/// `-x` of a number.
///
/// @param type a number, whose values the operand's bytes are
public record Negation(Expression operand, NativeType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        operand.evaluate(scope, into);
        if (into.isUnset()) {
            throw Call.unset("_negate");
        }
        if (into.length > 0) {
            byte[] wire = into.bytes();
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
