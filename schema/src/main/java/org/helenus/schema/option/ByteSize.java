package org.helenus.schema.option;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Sizes as the options of a table write them: `104857600`, `100MiB`, `1.5 GiB`.
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(B|KiB|MiB|GiB|TiB)?");

    private ByteSize() {}

    /// Bytes; empty: not a size. [Long#MAX_VALUE]: that or more.
    public static OptionalLong parse(String text) {
        var matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            case null, default -> 0;
        };
        return OptionalLong.of((long) (Double.parseDouble(matcher.group(1)) * (1L << shift)));
    }
}
