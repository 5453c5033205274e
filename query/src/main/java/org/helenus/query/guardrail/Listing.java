package org.helenus.query.guardrail;

import java.util.Locale;
import java.util.Set;

/// What single values can be discouraged, ignored or refused of. Names and words are Cassandra's.
public enum Listing {
    TABLE_PROPERTIES("Table Properties"),
    READ_CONSISTENCY_LEVELS("read consistency levels"),
    WRITE_CONSISTENCY_LEVELS("write consistency levels");

    /// @param warned values that clients are warned of
    /// @param ignored values that are left out, with a warning
    /// @param disallowed values that are refused
    public record Values(Set<String> warned, Set<String> ignored, Set<String> disallowed) {
        public static final Values NONE = new Values(Set.of(), Set.of(), Set.of());

        boolean isSet() {
            return !warned.isEmpty() || !ignored.isEmpty() || !disallowed.isEmpty();
        }
    }

    private final String words;

    Listing(String words) {
        this.words = words;
    }

    /// As the configuration and messages call it.
    public String guardrail() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }
}
