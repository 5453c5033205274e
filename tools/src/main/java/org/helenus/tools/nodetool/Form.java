package org.helenus.tools.nodetool;

import java.util.Optional;

/// How a command prints what a node answers.
enum Form {
    TEXT,
    JSON,
    YAML;

    /// As `-F` names it.
    static Optional<Form> named(String name) {
        return switch (name) {
            case "text" -> Optional.of(TEXT);
            case "json" -> Optional.of(JSON);
            case "yaml" -> Optional.of(YAML);
            default -> Optional.empty();
        };
    }
}
