package org.helenus.compaction;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.schema.option.ByteSize;
import org.helenus.schema.option.CompactionParams;

/// The options of FIFO compaction, an extension; validated where the table is made.
///
/// @param maxBytes `max_table_size`: what all files together may take
/// @param maxAge `max_age`: how long after it was written a file stays
record FifoOptions(OptionalLong maxBytes, Optional<Duration> maxAge) {
    static FifoOptions of(CompactionParams params) {
        Map<String, String> options = params.options();
        String size = options.get("max_table_size");
        String age = options.get("max_age");
        return new FifoOptions(
                size == null ? OptionalLong.empty() : ByteSize.parse(size),
                age == null ? Optional.empty() : Optional.of(age(age)));
    }

    private static Duration age(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1).strip());
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
