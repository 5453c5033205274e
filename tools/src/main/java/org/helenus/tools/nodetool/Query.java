package org.helenus.tools.nodetool;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// What a node is asked or told: a path with parameters behind it.
///
/// @param target as it stands in a request
record Query(String target) {
    Query with(String name, String value) {
        char separator = target.indexOf('?') < 0 ? '?' : '&';
        return new Query(target + separator + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    Query with(String name, long value) {
        return with(name, Long.toString(value));
    }

    Query with(String name, boolean value) {
        return with(name, Boolean.toString(value));
    }

    Query with(String name, Collection<String> values) {
        var query = this;
        for (var value : values) {
            query = query.with(name, value);
        }
        return query;
    }
}
