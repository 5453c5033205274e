package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.List;
import org.helenus.query.row.Slice;
import org.helenus.schema.Murmur3;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// `token(…)`: the token of a partition key.
///
/// @param components one per partition key column
public record TokenValue(List<Expression> components) implements Expression {
    public TokenValue {
        components = List.copyOf(components);
    }

    @Override
    public CqlType type() {
        return NativeType.BIGINT;
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        var key = new ArrayList<byte[]>(components.size());
        for (Expression component : components) {
            component.evaluate(scope, into);
            if (into.isUnset()) {
                throw new InvalidRequest("Invalid unset value for argument in call to function token");
            }
            if (!into.hasValue()) {
                into.setNull();
                return;
            }
            key.add(into.bytes());
        }
        byte[] wire = PartitionKeys.compose(key);
        into.set(Numbers.bigint(Murmur3.token(wire, 0, wire.length)));
    }
}
