package org.helenus.storage;

import java.util.List;

/// Where files of elsewhere come to lie in a table: pure, asked while nobody else changes the table's files.
@FunctionalInterface
public interface Placement {
    /// Each where it says itself.
    Placement AS_GIVEN = (added, live) -> added;

    /// The same files in the same order, with the levels that they shall have.
    ///
    /// @param live the table's files now
    List<LiveSSTable> place(List<LiveSSTable> added, List<LiveSSTable> live);
}
