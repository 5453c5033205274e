package org.helenus.tools.shell;

/// A text in its two forms, plain and with colour sequences, and how many columns of a terminal each takes: in colour
/// a backslash needs no doubling.
record StyledText(String plain, String colored, int width, int coloredWidth) {
    static StyledText of(String text, Color color) {
        int width = DisplayWidth.of(text);
        return new StyledText(text, color.apply(text), width, width);
    }

    StyledText plus(StyledText next) {
        return new StyledText(
                plain + next.plain, colored + next.colored, width + next.width, coloredWidth + next.coloredWidth);
    }

    int width(boolean color) {
        return color ? coloredWidth : width;
    }

    String text(boolean color) {
        return color ? colored : plain;
    }

    String leftAligned(int columns, boolean color) {
        return text(color) + padding(columns, color);
    }

    String rightAligned(int columns, boolean color) {
        return padding(columns, color) + text(color);
    }

    private String padding(int columns, boolean color) {
        return " ".repeat(Math.max(0, columns - width(color)));
    }
}
