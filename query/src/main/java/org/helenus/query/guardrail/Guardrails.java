package org.helenus.query.guardrail;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.InvalidRequest;

/// The limits of a node, and what comes of going beyond one: a warning, or an [InvalidRequest], both in Cassandra's
/// words. They hold for all clients, since there is no login that would tell users from administrators; the node's own
/// statements are not asked. Immutable.
public final class Guardrails {
    public static final Guardrails NONE =
            new Guardrails(Map.of(), EnumSet.noneOf(Feature.class), EnumSet.noneOf(Feature.class), Map.of(), true);

    private final Limit[] limits;
    private final EnumSet<Feature> disabled;
    private final EnumSet<Feature> warned;
    private final Map<Listing, Listing.Values> listings;
    private final boolean unsafeExpiration;

    private Guardrails(
            Map<Quantity, Limit> limits,
            EnumSet<Feature> disabled,
            EnumSet<Feature> warned,
            Map<Listing, Listing.Values> listings,
            boolean unsafeExpiration) {
        this.limits = new Limit[Quantity.values().length];
        for (Quantity quantity : Quantity.values()) {
            this.limits[quantity.ordinal()] = limits.getOrDefault(quantity, Limit.NONE);
        }
        this.disabled = disabled;
        this.warned = warned;
        this.listings = Map.copyOf(listings);
        this.unsafeExpiration = unsafeExpiration;
    }

    private Map<Quantity, Limit> limits() {
        var map = new EnumMap<Quantity, Limit>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            map.put(quantity, limits[quantity.ordinal()]);
        }
        return map;
    }

    /// The same with another limit.
    ///
    /// @throws IllegalArgumentException when the warning would come after the failure
    public Guardrails with(Quantity quantity, Limit limit) {
        if (limit.warn() >= 0 && limit.fail() >= 0) {
            boolean reached = quantity == Quantity.MINIMUM_REPLICATION_FACTOR
                    ? limit.warn() > limit.fail()
                    : limit.warn() < limit.fail();
            if (!reached) {
                throw new IllegalArgumentException("The warn threshold " + limit.warn() + " for "
                        + quantity.guardrail() + "_warn_threshold should be "
                        + (quantity == Quantity.MINIMUM_REPLICATION_FACTOR ? "greater" : "lower")
                        + " than the fail threshold " + limit.fail());
            }
        }
        var changed = limits();
        changed.put(quantity, limit);
        return new Guardrails(changed, disabled, warned, listings, unsafeExpiration);
    }

    /// The same with a feature switched off.
    public Guardrails without(Feature feature) {
        var changed = EnumSet.copyOf(disabled);
        changed.add(feature);
        return new Guardrails(limits(), changed, warned, listings, unsafeExpiration);
    }

    /// The same with a warning for those who use a feature.
    public Guardrails withWarning(Feature feature) {
        var changed = EnumSet.copyOf(warned);
        changed.add(feature);
        return new Guardrails(limits(), disabled, changed, listings, unsafeExpiration);
    }

    /// The same with other values discouraged, ignored or refused.
    public Guardrails with(Listing listing, Listing.Values values) {
        var changed = new EnumMap<Listing, Listing.Values>(Listing.class);
        changed.putAll(listings);
        changed.put(listing, values);
        return new Guardrails(limits(), disabled, warned, changed, unsafeExpiration);
    }

    /// The same where `unsafe_aggressive_sstable_expiration` is refused: the operator does not allow it.
    public Guardrails withoutUnsafeExpiration() {
        return new Guardrails(limits(), disabled, warned, listings, false);
    }

    /// Asked where a table wants `unsafe_aggressive_sstable_expiration`.
    ///
    /// @throws ConfigurationError it is not allowed
    public void checkUnsafeExpiration() {
        if (!unsafeExpiration) {
            throw new ConfigurationError(
                    "unsafe_aggressive_sstable_expiration is requested but not allowed, restart with"
                            + " allow_unsafe_aggressive_sstable_expiration: true in the configuration to allow it");
        }
    }

    /// Whether a quantity has a limit, so that it is worth counting.
    public boolean watches(Quantity quantity) {
        return limits[quantity.ordinal()].isSet();
    }

    /// Whether any of a listing's values would be objected to.
    public boolean watches(Listing listing) {
        return values(listing).isSet();
    }

    /// Whether anything is asked of statements that read.
    public boolean watchesReads() {
        return watches(Quantity.PAGE_SIZE)
                || watches(Quantity.PARTITION_KEYS_IN_SELECT)
                || watches(Quantity.IN_SELECT_CARTESIAN_PRODUCT)
                || watches(Listing.READ_CONSISTENCY_LEVELS);
    }

    /// Whether anything is asked of statements that write.
    public boolean watchesWrites() {
        return watches(Quantity.IN_SELECT_CARTESIAN_PRODUCT)
                || watches(Quantity.MAXIMUM_TIMESTAMP)
                || watches(Quantity.MINIMUM_TIMESTAMP)
                || watches(Listing.WRITE_CONSISTENCY_LEVELS)
                || watchesValues();
    }

    /// Whether anything is asked of the values that are written.
    public boolean watchesValues() {
        return watches(Quantity.COLUMN_VALUE_SIZE)
                || watches(Quantity.COLLECTION_SIZE)
                || watches(Quantity.ITEMS_PER_COLLECTION);
    }

    private Listing.Values values(Listing listing) {
        return listings.getOrDefault(listing, Listing.Values.NONE);
    }

    /// What there is to say of something that no client asked for, and that can only be told of.
    ///
    /// @param isFailure it is beyond the failure threshold
    public record Finding(boolean isFailure, String text) {}

    /// The same as [#check] for what happens without a client; empty: it is within the limits.
    public Optional<Finding> find(Quantity quantity, long value, String what) {
        Limit limit = limits[quantity.ordinal()];
        if (beyond(quantity, value, limit.fail())) {
            return Optional.of(new Finding(true, text(quantity, false, what, value, limit.fail())));
        }
        return beyond(quantity, value, limit.warn())
                ? Optional.of(new Finding(false, text(quantity, true, what, value, limit.warn())))
                : Optional.empty();
    }

    /// @param what of which it is so many, as the message names it
    /// @throws InvalidRequest beyond the failure threshold
    public void check(Quantity quantity, long value, String what, Warnings warnings) {
        Limit limit = limits[quantity.ordinal()];
        check(quantity, value, limit, what, warnings);
    }

    /// A write timestamp, against the clock. In milliseconds, as Cassandra's clock goes.
    ///
    /// @throws InvalidRequest beyond a failure threshold
    public void checkTimestamp(long timestampMicros, long nowMicros, String table, Warnings warnings) {
        long now = nowMicros / 1000 * 1000;
        Limit ahead = limits[Quantity.MAXIMUM_TIMESTAMP.ordinal()];
        if (ahead.isSet()) {
            check(
                    Quantity.MAXIMUM_TIMESTAMP,
                    timestampMicros,
                    new Limit(shift(ahead.warn(), now, 1), shift(ahead.fail(), now, 1)),
                    table,
                    warnings);
        }
        Limit behind = limits[Quantity.MINIMUM_TIMESTAMP.ordinal()];
        if (behind.isSet()) {
            check(
                    Quantity.MINIMUM_TIMESTAMP,
                    timestampMicros,
                    new Limit(shift(behind.warn(), now, -1), shift(behind.fail(), now, -1)),
                    table,
                    warnings);
        }
    }

    private static long shift(long micros, long now, int sign) {
        return micros < 0 ? Limit.NEVER : Math.max(0, now + sign * micros);
    }

    private static void check(Quantity quantity, long value, Limit limit, String what, Warnings warnings) {
        if (beyond(quantity, value, limit.fail())) {
            throw refusal(text(quantity, false, what, value, limit.fail()));
        }
        if (beyond(quantity, value, limit.warn())) {
            warnings.add(text(quantity, true, what, value, limit.warn()));
        }
    }

    /// Cassandra warns of what it refuses too, in the same words.
    private static InvalidRequest refusal(String text) {
        var refusal = new InvalidRequest(text);
        refusal.warn(List.of(text));
        return refusal;
    }

    private static boolean beyond(Quantity quantity, long value, long threshold) {
        return threshold >= 0 && (quantity.isLeast() ? value < threshold : value > threshold);
    }

    private static String text(Quantity quantity, boolean warns, String what, long value, long threshold) {
        String words = quantity.words(warns, what, value, threshold);
        return text(quantity.guardrail(), words)
                + quantity.hint()
                        .map(hint -> (words.endsWith(".") ? " " : ". ") + hint)
                        .orElse("");
    }

    private static String text(String guardrail, String words) {
        return "Guardrail " + guardrail + " violated: " + words;
    }

    /// Whether it is switched off; [#ensure] says so in the words of guardrails.
    public boolean forbids(Feature feature) {
        return disabled.contains(feature);
    }

    /// @throws InvalidRequest it is switched off
    public void ensure(Feature feature, Warnings warnings) {
        ensure(feature, feature.words(), warnings);
    }

    /// @param use how the message names what makes use of the feature
    /// @throws InvalidRequest it is switched off
    public void ensure(Feature feature, String use, Warnings warnings) {
        if (disabled.contains(feature)) {
            throw refusal(text(feature, use + " is not allowed"));
        }
        if (warned.contains(feature)) {
            warnings.add(text(feature, use + " is not recommended"));
        }
    }

    private static String text(Feature feature, String words) {
        Optional<String> reason = feature.reason();
        return text(feature.guardrail(), words + reason.map(why -> ". " + why).orElse(""));
    }

    /// @param given in the order in which messages name them
    /// @return those of the values that are to be left out
    /// @throws InvalidRequest when one is refused
    public Set<String> check(Listing listing, Collection<String> given, Warnings warnings) {
        Listing.Values values = values(listing);
        List<String> refused = common(given, values.disallowed());
        if (!refused.isEmpty()) {
            throw refusal(text(
                    listing.guardrail(),
                    "Provided values " + refused + " are not allowed for " + listing.words()
                            + " (disallowed values are: " + values.disallowed() + ")"));
        }
        List<String> ignored = common(given, values.ignored());
        if (!ignored.isEmpty()) {
            warnings.add(text(
                    listing.guardrail(),
                    "Ignoring provided values " + ignored + " as they are not supported for " + listing.words()
                            + " (ignored values are: " + values.ignored() + ")"));
        }
        List<String> discouraged = common(given, values.warned());
        if (!discouraged.isEmpty()) {
            warnings.add(text(
                    listing.guardrail(),
                    "Provided values " + discouraged + " are not recommended for " + listing.words()
                            + " (warned values are: " + values.warned() + ")"));
        }
        return Set.copyOf(ignored);
    }

    private static List<String> common(Collection<String> given, Set<String> listed) {
        return given.stream().filter(listed::contains).distinct().toList();
    }
}
