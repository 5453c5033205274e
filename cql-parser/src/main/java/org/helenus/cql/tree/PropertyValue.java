package org.helenus.cql.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The value of a `WITH` option.
public sealed interface PropertyValue {
    /// A constant or a bare word. `quoted` tells a string from a number, boolean, uuid or word, whose text is as
    /// written.
    record Text(String text, boolean quoted) implements PropertyValue {}

    /// A map of constants; the texts of keys and values, in the order written.
    record Options(Map<String, String> entries) implements PropertyValue {
        public Options {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }
}
