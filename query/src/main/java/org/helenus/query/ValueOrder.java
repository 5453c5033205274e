package org.helenus.query;

import java.util.List;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.request.BoundValues;

/// Puts the values of a request in the order of the statement's markers.
final class ValueOrder {
    private ValueOrder() {}

    /// @param prepared whether the statement was, for messages
    /// @throws InvalidRequest when there are not as many as markers, or a name has no value
    static BoundValues of(List<ColumnSpec> variables, BoundValues values, boolean prepared) {
        if (values.names().isEmpty()) {
            if (values.count() != variables.size()) {
                if (values.count() == 0 && !prepared) {
                    throw new InvalidRequest("Invalid amount of bind variables");
                }
                throw new InvalidRequest("there were " + variables.size() + " markers(?) in CQL but " + values.count()
                        + " bound variables");
            }
            return values;
        }
        int count = variables.size();
        var offsets = new int[count];
        var lengths = new int[count];
        for (int i = 0; i < count; i++) {
            int at = values.names().indexOf(variables.get(i).name());
            if (at < 0) {
                throw new InvalidRequest("there were " + count + " markers(?) in CQL but no bound variable named "
                        + variables.get(i).name());
            }
            offsets[i] = values.offset(at);
            lengths[i] = values.length(at);
        }
        return new BoundValues(values.array(), offsets, lengths, List.of());
    }
}
