package org.helenus.cql.tree;

import java.util.LinkedHashMap;
import java.util.List;

/// `from TO to`.
public record Rename(Name from, Name to) {
    /// Of several that begin with the same name only the last counts.
    public static List<Rename> lastOfEach(List<Rename> renames) {
        var byName = new LinkedHashMap<String, Rename>();
        renames.forEach(rename -> byName.put(rename.from().text(), rename));
        return List.copyOf(byName.values());
    }
}
