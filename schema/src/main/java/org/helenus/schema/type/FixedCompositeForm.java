package org.helenus.schema.type;

import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `CompositeType(…)`: components of given types, of which the last ones may be left out.
final class FixedCompositeForm extends CompositeForm {
    private final List<CqlType> types;

    FixedCompositeForm(List<CqlType> types) {
        this.types = List.copyOf(types);
    }

    private CqlType type(int index) {
        if (index >= types.size()) {
            throw new InvalidRequest("Too many components: the type has " + types.size());
        }
        return types.get(index);
    }

    @Override
    Comparator comparator(int index, byte[] array, int at, int end) {
        return new Comparator(type(index), 0);
    }

    @Override
    Written written(int index, String text) {
        return new Written(type(index), new byte[0], text);
    }

    @Override
    int compareTypes(CqlType a, CqlType b) {
        return 0;
    }

    @Override
    void writeComparator(CqlType type, ByteWriter out) {}

    @Override
    CqlType readComparator(int index, OrderedReader in, ByteWriter out) {
        return type(index);
    }

    @Override
    String comparatorText(CqlType type) {
        return "";
    }

    @Override
    public boolean orderedIsLossless() {
        return types.stream().allMatch(CqlType::orderedIsLossless);
    }
}
