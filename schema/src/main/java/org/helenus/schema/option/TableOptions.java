package org.helenus.schema.option;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.SyntaxError;

/// Every option of a table, under Cassandra's names.
///
/// Some only make sense among many nodes or for parts that work differently here; they are validated, kept and given
/// back, so that schemas move between servers unchanged.
///
/// @param comment                 free text
/// @param additionalWritePolicy   canonical text of a speculative policy
/// @param speculativeRetry        the same, for reads
/// @param allowAutoSnapshot       whether dropping or truncating takes a snapshot first
/// @param incrementalBackups      whether flushed files are hard-linked for backup
/// @param bloomFilterFpChance     wanted share of false positives, up to 1 (no filter)
/// @param crcCheckChance          share of block reads from the disk that check the checksum
/// @param defaultTimeToLive       seconds; 0 none
/// @param gcGraceSeconds          how long tombstones are kept at least
/// @param memtable                name of a memtable configuration
/// @param memtableFlushPeriodInMs 0: only when memory or log ask for it
/// @param readRepair              `BLOCKING` or `NONE`
public record TableOptions(
        String comment,
        String additionalWritePolicy,
        String speculativeRetry,
        boolean allowAutoSnapshot,
        boolean incrementalBackups,
        double bloomFilterFpChance,
        CachingParams caching,
        boolean cdc,
        CompactionParams compaction,
        CompressionParams compression,
        double crcCheckChance,
        int defaultTimeToLive,
        int gcGraceSeconds,
        int minIndexInterval,
        int maxIndexInterval,
        String memtable,
        int memtableFlushPeriodInMs,
        String readRepair) {
    /// Twenty years.
    public static final int MAX_TTL_SECONDS = 630_720_000;

    /// No filter does better than this.
    private static final double LEAST_FP_CHANCE = 6.71e-5;

    private static final double LEVELED_FP_CHANCE = 0.1;
    private static final Set<String> MEMTABLES = Set.of("default", "skiplist", "trie");
    private static final Set<String> KNOWN = Set.of(
            "additional_write_policy",
            "allow_auto_snapshot",
            "bloom_filter_fp_chance",
            "caching",
            "cdc",
            "comment",
            "compaction",
            "compression",
            "crc_check_chance",
            "default_time_to_live",
            "gc_grace_seconds",
            "incremental_backups",
            "max_index_interval",
            "memtable",
            "memtable_flush_period_in_ms",
            "min_index_interval",
            "read_repair",
            "speculative_retry");

    public static final TableOptions DEFAULTS = new TableOptions(
            "",
            "99p",
            "99p",
            true,
            true,
            0.01,
            CachingParams.DEFAULT,
            false,
            CompactionParams.DEFAULT,
            CompressionParams.DEFAULT,
            1.0,
            0,
            864_000,
            128,
            2048,
            "default",
            0,
            "BLOCKING");

    /// The options of a new table: defaults where `given` says nothing. Leveled tables have fewer files to ask, so
    /// their
    /// default filter is smaller; once chosen, it stays when the strategy changes.
    ///
    /// @throws SyntaxError        for an unknown property, or a value of the wrong kind
    /// @throws ConfigurationError for a value out of range
    public static TableOptions created(Map<String, Object> given) {
        TableOptions options = DEFAULTS.with(given);
        if (given.containsKey("bloom_filter_fp_chance")) {
            return options;
        }
        return options.with(Map.of("bloom_filter_fp_chance", Double.toString(defaultFpChance(options.compaction))));
    }

    /// These options changed by `given`, whose values are `String` or `Map<String, String>`. A map replaces the
    /// whole map.
    ///
    /// @throws SyntaxError        for an unknown property, or a value of the wrong kind
    /// @throws ConfigurationError for a value out of range
    public TableOptions with(Map<String, Object> given) {
        var properties = new Properties(given);
        for (String name : properties.names()) {
            boolean known = KNOWN.contains(name);
            // Every description of a table has an empty one. Cassandra drops what is in it without a word;
            // we say so.
            if (name.equals("extensions") && !properties.map(name).orElseThrow().isEmpty()) {
                throw new SyntaxError("Property 'extensions' is not supported");
            }
            if (!known && !name.equals("extensions")) {
                throw new SyntaxError("Unknown property '" + name + "'");
            }
        }
        CompactionParams newCompaction =
                properties.map("compaction").map(CompactionParams::parse).orElse(compaction);
        var changed = new TableOptions(
                properties.text("comment").orElse(comment),
                speculative(properties, "additional_write_policy", additionalWritePolicy),
                speculative(properties, "speculative_retry", speculativeRetry),
                properties.truth("allow_auto_snapshot", allowAutoSnapshot),
                properties.truth("incremental_backups", incrementalBackups),
                properties.number("bloom_filter_fp_chance", bloomFilterFpChance),
                properties.map("caching").map(CachingParams::parse).orElse(caching),
                properties.truth("cdc", cdc),
                newCompaction,
                properties.map("compression").map(CompressionParams::parse).orElse(compression),
                properties.number("crc_check_chance", crcCheckChance),
                properties.integer("default_time_to_live", defaultTimeToLive),
                properties.integer("gc_grace_seconds", gcGraceSeconds),
                properties.integer("min_index_interval", minIndexInterval),
                properties.integer("max_index_interval", maxIndexInterval),
                properties.text("memtable").orElse(memtable),
                properties.integer("memtable_flush_period_in_ms", memtableFlushPeriodInMs),
                properties.text("read_repair").map(TableOptions::readRepair).orElse(readRepair));
        changed.check();
        return changed;
    }

    private static double defaultFpChance(CompactionParams compaction) {
        return compaction.strategy() == CompactionParams.Strategy.LEVELED ? LEVELED_FP_CHANCE : 0.01;
    }

    private static String speculative(Properties properties, String name, String otherwise) {
        return properties
                .text(name)
                // errors name this option for both, as Cassandra's do
                .map(value -> SpeculativeRetry.parse("speculative_retry", value))
                .orElse(otherwise);
    }

    private static String readRepair(String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        if (!upper.equals("BLOCKING") && !upper.equals("NONE")) {
            throw new ConfigurationError("Invalid value " + value + " for option 'read_repair'");
        }
        return upper;
    }

    private void check() {
        if (!(bloomFilterFpChance > LEAST_FP_CHANCE && bloomFilterFpChance <= 1)) {
            throw new ConfigurationError("bloom_filter_fp_chance must be larger than " + LEAST_FP_CHANCE
                    + " and less than or equal to 1.0 (got " + bloomFilterFpChance + ")");
        }
        if (!(crcCheckChance >= 0 && crcCheckChance <= 1)) {
            throw new ConfigurationError(
                    "crc_check_chance must be larger than or equal to 0 and smaller than or equal to 1.0 (got "
                            + crcCheckChance + ")");
        }
        atLeast("default_time_to_live", defaultTimeToLive, 0);
        if (defaultTimeToLive > MAX_TTL_SECONDS) {
            throw new ConfigurationError("default_time_to_live must be less than or equal to " + MAX_TTL_SECONDS
                    + " (got " + defaultTimeToLive + ")");
        }
        atLeast("gc_grace_seconds", gcGraceSeconds, 0);
        atLeast("min_index_interval", minIndexInterval, 1);
        if (maxIndexInterval < minIndexInterval) {
            throw new ConfigurationError("max_index_interval must be greater than or equal to min_index_interval ("
                    + minIndexInterval + ") (got " + maxIndexInterval + ")");
        }
        atLeast("memtable_flush_period_in_ms", memtableFlushPeriodInMs, 0);
        if (!MEMTABLES.contains(memtable)) {
            throw new ConfigurationError("Memtable configuration \"" + memtable + "\" not found.");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new ConfigurationError(name + " must be greater than or equal to " + least + " (got " + value + ")");
        }
    }

    /// Every option by name, texts and maps, as [#with] takes them back: `DEFAULTS.with(toProperties())` equals
    /// this.
    public SortedMap<String, Object> toProperties() {
        var properties = new TreeMap<String, Object>();
        properties.put("additional_write_policy", additionalWritePolicy);
        properties.put("allow_auto_snapshot", Boolean.toString(allowAutoSnapshot));
        properties.put("bloom_filter_fp_chance", Double.toString(bloomFilterFpChance));
        properties.put("caching", caching.toMap());
        properties.put("cdc", Boolean.toString(cdc));
        properties.put("comment", comment);
        properties.put("compaction", compaction.toMap());
        properties.put("compression", compression.toMap());
        properties.put("crc_check_chance", Double.toString(crcCheckChance));
        properties.put("default_time_to_live", Integer.toString(defaultTimeToLive));
        properties.put("gc_grace_seconds", Integer.toString(gcGraceSeconds));
        properties.put("incremental_backups", Boolean.toString(incrementalBackups));
        properties.put("max_index_interval", Integer.toString(maxIndexInterval));
        properties.put("memtable", memtable);
        properties.put("memtable_flush_period_in_ms", Integer.toString(memtableFlushPeriodInMs));
        properties.put("min_index_interval", Integer.toString(minIndexInterval));
        properties.put("read_repair", readRepair);
        properties.put("speculative_retry", speculativeRetry);
        return properties;
    }
}
