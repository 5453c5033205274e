package org.helenus.schema.type;

/// Tells whether bytes are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int first = array[at++];
            if (first >= 0) {
                continue;
            }
            int follow = followers(first & 0xFF);
            if (follow == 0 || end - at < follow || !secondIsValid(first & 0xFF, array[at] & 0xFF)) {
                return false;
            }
            for (int i = 0; i < follow; i++) {
                if ((array[at++] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int followers(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 1;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 2;
        }
        return first >= 0xF0 && first <= 0xF4 ? 3 : 0;
    }

    private static boolean secondIsValid(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
