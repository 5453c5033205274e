package org.helenus.tools.nodetool;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Amounts of bytes and ratios as Cassandra's nodetool writes them.
final class Amounts {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    private Amounts() {}

    /// `114.69 KiB`, `14 MiB`, `0 bytes`.
    static String spaced(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        var format = new DecimalFormat("#.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        if (bytes < MIB) {
            return format.format((double) bytes / KIB) + " KiB";
        }
        if (bytes < GIB) {
            return format.format((double) bytes / MIB) + " MiB";
        }
        return bytes < TIB
                ? format.format((double) bytes / GIB) + " GiB"
                : format.format((double) bytes / TIB) + " TiB";
    }

    /// `6.469KiB`, `0B`.
    static String joined(long bytes) {
        if (bytes >= GIB) {
            return fixed((double) bytes / GIB, 3) + "GiB";
        }
        if (bytes >= MIB) {
            return fixed((double) bytes / MIB, 3) + "MiB";
        }
        return bytes >= KIB ? fixed((double) bytes / KIB, 3) + "KiB" : bytes + "B";
    }

    /// @param human as [#spaced]; otherwise plain digits
    static String bytes(long bytes, boolean human) {
        return human ? spaced(bytes) : Long.toString(bytes);
    }

    /// With so many places behind the point; `NaN` for what is no number.
    static String fixed(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
