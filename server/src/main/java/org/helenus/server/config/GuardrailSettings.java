package org.helenus.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.helenus.query.guardrail.Feature;
import org.helenus.query.guardrail.Guardrails;
import org.helenus.query.guardrail.Limit;
import org.helenus.query.guardrail.Listing;
import org.helenus.query.guardrail.Quantity;
import org.helenus.schema.request.ConsistencyLevel;

/// The settings of the guardrails: two thresholds for each quantity, a switch for each feature, and lists of values.
/// All are off by default, but for the way out of `COMPACT STORAGE`, which is closed.
public final class GuardrailSettings {
    private static final long NANOS_PER_MICRO = 1_000;

    private static final Map<Quantity, Setting<Long>> WARN = thresholds("warn");
    private static final Map<Quantity, Setting<Long>> FAIL = thresholds("fail");
    private static final Map<Feature, Setting<Boolean>> ENABLED = switches();
    /// Cassandra's default is true, which only those hear who logged in as an ordinary user.
    private static final Setting<Boolean> ZERO_TTL_WARNED = Setting.truth("zero_ttl_on_twcs_warned", false);

    private static final Setting<Set<String>> PROPERTIES_WARNED = properties("warned");
    private static final Setting<Set<String>> PROPERTIES_IGNORED = properties("ignored");
    private static final Setting<Set<String>> PROPERTIES_DISALLOWED = properties("disallowed");
    private static final Setting<Set<String>> READS_WARNED = levels("read", "warned");
    private static final Setting<Set<String>> READS_DISALLOWED = levels("read", "disallowed");
    private static final Setting<Set<String>> WRITES_WARNED = levels("write", "warned");
    private static final Setting<Set<String>> WRITES_DISALLOWED = levels("write", "disallowed");

    static final List<Setting<?>> ALL = all();

    private GuardrailSettings() {}

    private static List<Setting<?>> all() {
        var all = new ArrayList<Setting<?>>();
        for (Quantity quantity : Quantity.values()) {
            all.add(WARN.get(quantity));
            all.add(FAIL.get(quantity));
        }
        for (Feature feature : Feature.values()) {
            all.add(ENABLED.get(feature));
        }
        all.addAll(List.of(
                ZERO_TTL_WARNED,
                PROPERTIES_WARNED,
                PROPERTIES_IGNORED,
                PROPERTIES_DISALLOWED,
                READS_WARNED,
                READS_DISALLOWED,
                WRITES_WARNED,
                WRITES_DISALLOWED));
        return List.copyOf(all);
    }

    private static Map<Quantity, Setting<Long>> thresholds(String kind) {
        var thresholds = new EnumMap<Quantity, Setting<Long>>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            thresholds.put(
                    quantity,
                    Setting.of(
                                    quantity.guardrail() + "_" + kind + "_threshold",
                                    Limit.NEVER,
                                    text -> threshold(quantity, text))
                            .written(value -> text(quantity, value)));
        }
        return Map.copyOf(thresholds);
    }

    private static long threshold(Quantity quantity, String text) {
        if (text.equals("-1")) {
            return Limit.NEVER;
        }
        return switch (quantity.unit()) {
            case BYTES -> Units.bytes(text);
            case MICROS -> Units.duration(text).toNanos() / NANOS_PER_MICRO;
            case COUNT -> count(text);
        };
    }

    /// Sizes and durations that are not set are null in Cassandra, counts are -1.
    private static String text(Quantity quantity, long value) {
        if (quantity.unit() != Quantity.Unit.COUNT && value < 0) {
            return "";
        }
        return switch (quantity.unit()) {
            case BYTES -> Units.bytesText(value);
            case MICROS -> Units.durationText(Duration.ofNanos(value * NANOS_PER_MICRO));
            case COUNT -> Long.toString(value);
        };
    }

    private static long count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
        throw new IllegalArgumentException(text + " is neither positive nor -1, which turns it off");
    }

    private static Map<Feature, Setting<Boolean>> switches() {
        var switches = new EnumMap<Feature, Setting<Boolean>>(Feature.class);
        for (Feature feature : Feature.values()) {
            switches.put(feature, Setting.truth(feature.setting(), feature != Feature.DROP_COMPACT_STORAGE));
        }
        return Map.copyOf(switches);
    }

    /// Whether a feature may be used.
    public static Setting<Boolean> enabled(Feature feature) {
        return ENABLED.get(feature);
    }

    private static Setting<Set<String>> properties(String kind) {
        return new Setting<>(
                "table_properties_" + kind,
                Set.of(),
                values -> {
                    var names = new TreeSet<String>();
                    values.forEach(value -> names.add(value.toLowerCase(Locale.ROOT)));
                    return names;
                },
                Object::toString,
                List.of());
    }

    private static Setting<Set<String>> levels(String what, String kind) {
        return new Setting<>(
                what + "_consistency_levels_" + kind,
                Set.of(),
                values -> {
                    var levels = new TreeSet<ConsistencyLevel>(Comparator.naturalOrder());
                    values.forEach(value -> levels.add(level(value)));
                    var names = new LinkedHashSet<String>();
                    levels.forEach(level -> names.add(level.name()));
                    return names;
                },
                Object::toString,
                List.of());
    }

    private static ConsistencyLevel level(String text) {
        for (ConsistencyLevel level : ConsistencyLevel.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a consistency level");
    }

    /// @throws IllegalArgumentException when two thresholds do not fit each other
    public static Guardrails guardrails(Settings settings) {
        Guardrails guardrails = Guardrails.NONE;
        for (Quantity quantity : Quantity.values()) {
            guardrails = guardrails.with(
                    quantity, new Limit(settings.get(WARN.get(quantity)), settings.get(FAIL.get(quantity))));
        }
        for (Feature feature : Feature.values()) {
            if (!settings.get(ENABLED.get(feature))) {
                guardrails = guardrails.without(feature);
            }
        }
        if (settings.get(ZERO_TTL_WARNED)) {
            guardrails = guardrails.withWarning(Feature.ZERO_TTL_ON_TWCS);
        }
        if (!settings.get(KnownSettings.UNSAFE_EXPIRATION)) {
            guardrails = guardrails.withoutUnsafeExpiration();
        }
        return guardrails
                .with(
                        Listing.TABLE_PROPERTIES,
                        new Listing.Values(
                                settings.get(PROPERTIES_WARNED),
                                settings.get(PROPERTIES_IGNORED),
                                settings.get(PROPERTIES_DISALLOWED)))
                .with(
                        Listing.READ_CONSISTENCY_LEVELS,
                        new Listing.Values(settings.get(READS_WARNED), Set.of(), settings.get(READS_DISALLOWED)))
                .with(
                        Listing.WRITE_CONSISTENCY_LEVELS,
                        new Listing.Values(settings.get(WRITES_WARNED), Set.of(), settings.get(WRITES_DISALLOWED)));
    }
}
