package org.helenus.server.config;

import java.util.List;
import java.util.function.Function;

/// One thing that can be set.
///
/// @param name as it stands in the file
/// @param defaultValue what holds when it does not stand there
/// @param reader from the values' text to what they mean
/// @param writer to what could stand in the file; empty: nothing could
/// @param formerNames older spellings, each with the unit that its bare numbers have
public record Setting<T>(
        String name, T defaultValue, Reader<T> reader, Function<T, String> writer, List<FormerName> formerNames) {
    /// Reads what the file says; a scalar is a list of one.
    @FunctionalInterface
    public interface Reader<T> {
        /// @throws IllegalArgumentException with what is wrong, to be put behind the name
        T read(List<String> values);
    }

    /// `commitlog_sync_period_in_ms: 10` means `commitlog_sync_period: 10ms`.
    public record FormerName(String name, String unit) {}

    public Setting {
        formerNames = List.copyOf(formerNames);
    }

    static <T> Setting<T> of(String name, T defaultValue, Scalar<T> scalar) {
        return new Setting<>(
                name,
                defaultValue,
                values -> {
                    if (values.size() != 1) {
                        throw new IllegalArgumentException("takes one value, not " + values.size());
                    }
                    return scalar.read(values.getFirst());
                },
                String::valueOf,
                List.of());
    }

    static Setting<Boolean> truth(String name, boolean value) {
        return of(name, value, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        });
    }

    /// Reads one value.
    @FunctionalInterface
    interface Scalar<T> {
        T read(String value);
    }

    Setting<T> written(Function<T, String> other) {
        return new Setting<>(name, defaultValue, reader, other, formerNames);
    }

    Setting<T> formerly(String former, String unit) {
        return new Setting<>(name, defaultValue, reader, writer, List.of(new FormerName(former, unit)));
    }
}
