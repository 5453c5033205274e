package org.helenus.tools.nodetool;

import java.util.ArrayList;
import java.util.List;

/// Rows in columns as wide as what stands in them, padded to the right, the last too. Rows may have fewer cells than
/// others. One thread.
final class Columns {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final String between;

    Columns() {
        this(" ");
    }

    /// @param between what stands between two columns
    Columns(String between) {
        this.between = between;
    }

    Columns row(String... cells) {
        rows.add(List.of(cells));
        for (int i = 0; i < cells.length; i++) {
            if (i == widths.size()) {
                widths.add(0);
            }
            widths.set(i, Math.max(widths.get(i), cells[i].length()));
        }
        return this;
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                out.append(i == 0 ? "" : between).append(row.get(i));
                out.repeat(' ', widths.get(i) - row.get(i).length());
            }
            out.append('\n');
        }
        return out.toString();
    }
}
