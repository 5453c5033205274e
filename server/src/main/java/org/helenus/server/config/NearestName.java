package org.helenus.server.config;

import java.util.Collection;

/// The name that someone meant who wrote another: the one with the fewest letters to change.
final class NearestName {
    private NearestName() {}

    static String of(String written, Collection<String> names) {
        var nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (var name : names) {
            int edits = edits(written, name);
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /// Letters to insert, delete or replace (Levenshtein).
    static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
