package org.helenus.storage.model;

import java.util.List;

/// A row in a partition, by the places of its clustering values in their columns' orders.
record Place(boolean isStatic, List<Integer> clustering) implements Comparable<Place> {
    static final Place STATIC = new Place(true, List.of());

    Place {
        clustering = List.copyOf(clustering);
    }

    static Place row(List<Integer> clustering) {
        return new Place(false, clustering);
    }

    @Override
    public int compareTo(Place other) {
        if (isStatic != other.isStatic) {
            return isStatic ? -1 : 1;
        }
        for (int i = 0; i < clustering.size(); i++) {
            int order = clustering.get(i).compareTo(other.clustering.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
