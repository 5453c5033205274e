package org.helenus.storage.model;

import java.util.List;

/// Rows of a partition whose clustering begins with `prefix`, and whose next value, when there is one, lies between two
/// places in its column's order.
record Slice(List<Integer> prefix, int from, boolean fromInclusive, int to, boolean toInclusive) {
    Slice {
        prefix = List.copyOf(prefix);
    }

    boolean holds(Place place) {
        if (place.isStatic() || !place.clustering().subList(0, prefix.size()).equals(prefix)) {
            return false;
        }
        if (prefix.size() == place.clustering().size()) {
            return true;
        }
        int value = place.clustering().get(prefix.size());
        return (fromInclusive ? value >= from : value > from) && (toInclusive ? value <= to : value < to);
    }
}
