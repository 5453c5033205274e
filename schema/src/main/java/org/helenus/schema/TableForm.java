package org.helenus.schema;

/// How the rows of a table came to be: as CQL makes them, or as tables made `WITH COMPACT STORAGE` keep them until
/// `ALTER TABLE … DROP COMPACT STORAGE`. The rows of compact tables have no marker: they are there as long as one of
/// their cells is.
public enum TableForm {
    CQL,
    /// Compact, without clustering columns: the columns that statements name are static, each partition is one row.
    /// Behind them lie a clustering column of text and a regular one, which nobody sees and no row uses.
    STATIC_COMPACT,
    /// Compact, with clustering columns, the last of which a row may leave out, and one regular column. When none
    /// was
    /// named there is a hidden one whose values are empty, so that a row has a cell.
    DENSE
}
