package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.List;

/// The layouts of a result, as lines: a table with names above and values aligned to the right, or each row as a list.
record ResultTable(List<StyledText> names, List<List<StyledText>> rows) {
    /// The table.
    ///
    /// @param header whether the names are shown; later pages go without
    List<String> lines(boolean header, boolean color) {
        var widths = widths(color);
        var lines = new ArrayList<String>();
        if (header) {
            lines.add(" " + line(names, widths, color, true).stripTrailing());
            lines.add(dashes(widths));
        }
        for (var row : rows) {
            lines.add(" " + line(row, widths, color, false));
        }
        return lines;
    }

    /// One block for each row.
    ///
    /// @param before how many rows other pages showed already
    List<String> expanded(int before, boolean color) {
        int nameWidth = widest(names, color);
        int valueWidth = 0;
        for (var row : rows) {
            valueWidth = Math.max(valueWidth, widest(row, color));
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add("@ Row " + (before + i + 1));
            lines.add(dashes(new int[] {nameWidth, valueWidth}));
            for (int column = 0; column < names.size(); column++) {
                var value = rows.get(i).get(column).text(color);
                lines.add(" " + names.get(column).leftAligned(nameWidth, color) + " | " + value);
            }
            lines.add("");
        }
        return lines;
    }

    private int[] widths(boolean color) {
        var widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = names.get(column).width(color);
            for (var row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).width(color));
            }
        }
        return widths;
    }

    private static int widest(List<StyledText> texts, boolean color) {
        int widest = 0;
        for (var text : texts) {
            widest = Math.max(widest, text.width(color));
        }
        return widest;
    }

    private static String line(List<StyledText> cells, int[] widths, boolean color, boolean left) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = cells.get(column);
            line.append(column == 0 ? "" : " | ")
                    .append(left ? cell.leftAligned(widths[column], color) : cell.rightAligned(widths[column], color));
        }
        return line.toString();
    }

    private static String dashes(int[] widths) {
        var line = new StringBuilder("-");
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : "-+-").append("-".repeat(widths[column]));
        }
        return line.append('-').toString();
    }
}
