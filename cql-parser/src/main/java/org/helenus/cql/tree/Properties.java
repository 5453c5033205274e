package org.helenus.cql.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The options of a `WITH` clause by their folded names, in the order written; no name twice.
public record Properties(Map<String, PropertyValue> values) {
    public static final Properties NONE = new Properties(Map.of());

    public Properties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
