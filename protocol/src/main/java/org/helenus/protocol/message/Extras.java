package org.helenus.protocol.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What may come with any response, before its body. Version 3 knows only the tracing id.
public record Extras(Optional<UUID> tracingId, List<String> warnings, Map<String, byte[]> customPayload) {
    public static final Extras NONE = new Extras(Optional.empty(), List.of(), Map.of());

    public Extras {
        warnings = List.copyOf(warnings);
        customPayload = Map.copyOf(customPayload);
    }
}
