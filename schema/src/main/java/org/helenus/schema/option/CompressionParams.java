package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.helenus.schema.error.ConfigurationError;

/// How data blocks are compressed.
///
/// @param chunkLengthKb    bytes that are compressed together, in KiB; a power of two
/// @param minCompressRatio 0: keep every compressed block; else a block that shrinks less is stored as it is
/// @param options          what is the algorithm's own, as it was given
public record CompressionParams(
        Algorithm algorithm, int chunkLengthKb, double minCompressRatio, Map<String, String> options) {
    /// The names are Cassandra's class names without `Compressor`.
    public enum Algorithm {
        /// Blocks are stored as they are.
        NONE("", Set.of()),
        LZ4("LZ4Compressor", Set.of("lz4_compressor_type", "lz4_high_compressor_level")),
        SNAPPY("SnappyCompressor", Set.of()),
        DEFLATE("DeflateCompressor", Set.of()),
        ZSTD("ZstdCompressor", Set.of("compression_level")),
        /// Asked for by name: no compression, but what compression brings along.
        NOOP("NoopCompressor", Set.of());

        private final String className;
        private final Set<String> options;

        Algorithm(String className, Set<String> options) {
            this.className = className;
            this.options = options;
        }
    }

    private static final String PACKAGE = "org.apache.cassandra.io.compress.";
    private static final int DEFAULT_CHUNK_KB = 16;

    public static final CompressionParams DEFAULT = new CompressionParams(Algorithm.LZ4, DEFAULT_CHUNK_KB, 0, Map.of());
    public static final CompressionParams NONE = new CompressionParams(Algorithm.NONE, DEFAULT_CHUNK_KB, 0, Map.of());

    public CompressionParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// The level of Zstd.
    public int zstdLevel() {
        return Integer.parseInt(options.getOrDefault("compression_level", "3"));
    }

    /// Whether LZ4 takes its time; then its level.
    public boolean isLz4High() {
        return "high".equals(options.get("lz4_compressor_type"));
    }

    public int lz4HighLevel() {
        return Integer.parseInt(options.getOrDefault("lz4_high_compressor_level", "9"));
    }

    /// @throws ConfigurationError in Cassandra's words
    public static CompressionParams parse(Map<String, String> given) {
        var rest = new TreeMap<>(given);
        String enabled = rest.remove("enabled");
        if (enabled != null && !Boolean.parseBoolean(enabled)) {
            if (!rest.isEmpty()) {
                throw new ConfigurationError(
                        "If the 'enabled' option is set to false no other options must be specified");
            }
            return NONE;
        }
        // An empty map means no compression; everything else must name its class.
        if (given.isEmpty()) {
            return NONE;
        }
        String className = rest.remove("class");
        if (className == null) {
            throw new ConfigurationError("Missing sub-option 'class' for the 'compression' option.");
        }
        if (className.isEmpty()) {
            throw new ConfigurationError(
                    "The 'class' option must not be empty. To disable compression use 'enabled' : false");
        }
        Algorithm algorithm = algorithm(className);
        int chunkKb = chunk(rest.remove("chunk_length_in_kb"));
        double ratio = ratio(rest.remove("min_compress_ratio"));
        var unknown = new TreeMap<>(rest);
        unknown.keySet().removeAll(algorithm.options);
        if (!unknown.isEmpty()) {
            throw new ConfigurationError("Unknown compression options " + String.join(", ", unknown.keySet()));
        }
        checkOwnOptions(rest);
        return new CompressionParams(algorithm, chunkKb, ratio, rest);
    }

    private static Algorithm algorithm(String className) {
        String simple = className.startsWith(PACKAGE) ? className.substring(PACKAGE.length()) : className;
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm != Algorithm.NONE && algorithm.className.equals(simple)) {
                return algorithm;
            }
        }
        throw new ConfigurationError(
                "Could not create Compression for type " + (className.contains(".") ? className : PACKAGE + className));
    }

    private static int chunk(String value) {
        if (value == null) {
            return DEFAULT_CHUNK_KB;
        }
        int chunkKb;
        try {
            chunkKb = Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError("Invalid value for chunk_length_in_kb");
        }
        if (chunkKb > Integer.MAX_VALUE / 1024) {
            throw new ConfigurationError("Value of chunk_length_in_kb is too large (" + chunkKb + ")");
        }
        if (chunkKb <= 0) {
            throw new ConfigurationError("Invalid negative or null chunk_length_in_kb");
        }
        if (Integer.bitCount(chunkKb) != 1) {
            throw new ConfigurationError("chunk_length_in_kb must be a power of 2");
        }
        return chunkKb;
    }

    private static double ratio(String value) {
        if (value == null) {
            return 0;
        }
        double ratio;
        try {
            ratio = Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new ConfigurationError("Invalid value for min_compress_ratio");
        }
        if (ratio < 0) {
            throw new ConfigurationError("Invalid negative min_compress_ratio");
        }
        if (!(ratio == 0 || ratio >= 1)) {
            throw new ConfigurationError("min_compress_ratio can either be 0 or greater than or equal to 1");
        }
        return ratio;
    }

    private static void checkOwnOptions(Map<String, String> own) {
        String type = own.get("lz4_compressor_type");
        if (type != null && !type.equals("fast") && !type.equals("high")) {
            throw new ConfigurationError("Invalid compressor type '" + type
                    + "' specified for LZ4 parameter 'lz4_compressor_type'. Valid options are [high, fast].");
        }
        String lz4 = own.get("lz4_high_compressor_level");
        if (lz4 != null && !isBetween(lz4, 1, 17)) {
            throw new ConfigurationError("Invalid value [" + lz4
                    + "] for parameter 'lz4_high_compressor_level'. Value must be between 1 and 17.");
        }
        String zstd = own.get("compression_level");
        if (zstd != null && !isBetween(zstd, -131072, 22)) {
            throw new ConfigurationError("ZstdCompressor.create() threw an error: java.lang.IllegalArgumentException"
                    + " compression_level=" + zstd + " is invalid");
        }
    }

    private static boolean isBetween(String value, int least, int greatest) {
        try {
            int number = Integer.parseInt(value);
            return number >= least && number <= greatest;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /// As `system_schema.tables` tells it.
    public Map<String, String> toMap() {
        if (algorithm == Algorithm.NONE) {
            return new TreeMap<>(Map.of("enabled", "false"));
        }
        var map = new TreeMap<>(options);
        map.put("class", PACKAGE + algorithm.className);
        map.put("chunk_length_in_kb", Integer.toString(chunkLengthKb));
        if (minCompressRatio != 0) {
            map.put("min_compress_ratio", Double.toString(minCompressRatio));
        }
        return map;
    }
}
