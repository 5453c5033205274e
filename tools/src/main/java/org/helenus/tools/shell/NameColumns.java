package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A list of names in as few lines as fit, filled column by column.
final class NameColumns {
    private static final int LINE_COLUMNS = 80;
    private static final String GAP = "  ";

    private NameColumns() {}

    static List<String> lines(List<String> names) {
        if (names.isEmpty()) {
            return List.of("<empty>");
        }
        if (names.size() == 1) {
            return List.of(names.getFirst());
        }
        for (int rows = 1; rows < names.size(); rows++) {
            var widths = widths(names, rows);
            int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
            if (total <= LINE_COLUMNS) {
                return lines(names, rows, widths);
            }
        }
        return List.copyOf(names);
    }

    private static int[] widths(List<String> names, int rows) {
        var widths = new int[(names.size() + rows - 1) / rows];
        for (int i = 0; i < names.size(); i++) {
            widths[i / rows] = Math.max(widths[i / rows], names.get(i).length());
        }
        return widths;
    }

    private static List<String> lines(List<String> names, int rows, int[] widths) {
        var lines = new ArrayList<String>();
        for (int row = 0; row < rows; row++) {
            var line = new StringBuilder();
            for (int i = row; i < names.size(); i += rows) {
                var name = names.get(i);
                line.append(i == row ? "" : GAP).append(name).append(" ".repeat(widths[i / rows] - name.length()));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
