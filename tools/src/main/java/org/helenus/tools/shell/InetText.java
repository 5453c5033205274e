package org.helenus.tools.shell;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.StringJoiner;

/// Addresses in their short form: `::1` for `0:0:0:0:0:0:0:1`.
final class InetText {
    private InetText() {}

    static String format(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : format(groups(address.getAddress()));
    }

    private static int[] groups(byte[] bytes) {
        var groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return groups;
    }

    /// The longest run of zeros, the first of several, becomes `::` when it has at least two groups.
    private static String format(int[] groups) {
        int start = 0;
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            int run = 0;
            while (i + run < groups.length && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length < 2) {
            return join(groups, 0, groups.length);
        }
        return join(groups, 0, start) + "::" + join(groups, start + length, groups.length);
    }

    private static String join(int[] groups, int from, int to) {
        var text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
