package org.helenus.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is set, over the defaults. Immutable.
public final class Settings {
    public static final Settings DEFAULTS = new Settings(Map.of(), List.of());

    private final Map<String, Object> values;
    private final List<String> warnings;

    private Settings(Map<String, Object> values, List<String> warnings) {
        this.values = Map.copyOf(values);
        this.warnings = List.copyOf(warnings);
    }

    /// The value that was set, or the default.
    @SuppressWarnings("unchecked") // with() puts only what has the type of the setting
    public <T> T get(Setting<T> setting) {
        return (T) Optional.ofNullable(values.get(setting.name())).orElse(setting.defaultValue());
    }

    /// The same settings with one of them different.
    public <T> Settings with(Setting<T> setting, T value) {
        var changed = new HashMap<>(values);
        changed.put(setting.name(), value);
        return new Settings(changed, warnings);
    }

    /// What the reader of the file should be told.
    public List<String> warnings() {
        return warnings;
    }

    /// All settings with their values as they could stand in the file, by name, older spellings too. Empty: not
    /// set.
    public SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        for (var setting : KnownSettings.ALL) {
            put(setting, texts);
        }
        return texts;
    }

    private <T> void put(Setting<T> setting, SortedMap<String, String> texts) {
        T value = get(setting);
        texts.put(setting.name(), setting.writer().apply(value));
        for (var former : setting.formerNames()) {
            long number = value instanceof Duration duration ? duration.toNanos() : (Long) value;
            texts.put(former.name(), Long.toString(Units.in(former.unit(), number)));
        }
    }

    Settings withWarning(String warning) {
        var more = new ArrayList<>(warnings);
        more.add(warning);
        return new Settings(values, more);
    }
}
