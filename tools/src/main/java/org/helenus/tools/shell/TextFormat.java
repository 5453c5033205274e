package org.helenus.tools.shell;

/// Strings as cqlsh shows them: characters that control the terminal as backslash escapes, and so backslashes doubled
/// where no colour tells the two apart.
final class TextFormat {
    private TextFormat() {}

    static StyledText format(String text, boolean quoted) {
        return format(text, quoted, Color.YELLOW);
    }

    static StyledText format(String text, boolean quoted, Color color) {
        var plain = new StringBuilder();
        var colored = new StringBuilder(color.escape());
        var source = quoted ? "'" + text.replace("'", "''") + "'" : text;
        for (int i = 0; i < source.length(); ) {
            int codePoint = source.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint == '\\') {
                plain.append("\\\\");
                colored.append('\\');
            } else if (isControl(codePoint)) {
                var escape = escape(codePoint);
                plain.append(escape);
                colored.append(Color.DARK_MAGENTA.escape()).append(escape).append(color.escape());
            } else {
                plain.appendCodePoint(codePoint);
                colored.appendCodePoint(codePoint);
            }
        }
        int width = DisplayWidth.of(plain.toString());
        int backslashes = (int) source.chars().filter(c -> c == '\\').count();
        return new StyledText(plain.toString(), colored.append(Color.RESET).toString(), width, width - backslashes);
    }

    private static boolean isControl(int codePoint) {
        return codePoint < 0x20 || (codePoint >= 0x7F && codePoint <= 0xA0);
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\x%02x".formatted(codePoint);
        };
    }
}
