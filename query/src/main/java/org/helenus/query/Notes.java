package org.helenus.query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What goes beside an answer: warnings for the client's log, and the id under which the request was traced.
public record Notes(List<String> warnings, Optional<UUID> tracingId) {
    public static final Notes NONE = new Notes(List.of(), Optional.empty());

    public Notes {
        warnings = List.copyOf(warnings);
    }

    public static Notes of(List<String> warnings, Optional<UUID> tracingId) {
        return warnings.isEmpty() && tracingId.isEmpty() ? NONE : new Notes(warnings, tracingId);
    }
}
