package org.helenus.storage.encoding;

/// The bytes of one version of a row, version 1. Whoever contains rows (log record, SSTable) names the version.
///
///     flags       u8    see below
///     base        i64   a write timestamp, microseconds: the marker's; without one the row deletion's; without one
///                       the first cell's
///     ttl         vint  MARKER_EXPIRES: seconds
///     expiry      u32   MARKER_EXPIRES: epoch seconds
///     deletion          DELETED: signed vint timestamp − base, u32 epoch seconds of the deletion
///     clustering        CLUSTERING: vint length, bytes: the clustering as it was written, where it cannot be had from
///                       the key; for each component vint length + 1, or 0 for null, then its wire bytes
///     cells, to the end, by column id, then path; each:
///       column    vint  column id
///       flags     u8    see below
///       timestamp       OTHER_TIMESTAMP: signed vint − base; else it is the base
///       deleted   u32   TOMBSTONE, COMPLEX_DELETION: epoch seconds of the deletion
///       ttl       vint  EXPIRES: seconds
///       expiry    u32   EXPIRES: epoch seconds
///       path            PATH: vint length, bytes
///       value           neither TOMBSTONE nor COMPLEX_DELETION: vint length, bytes
///
/// Paths are compared as unsigned bytes: whoever writes them gives their order-preserving form. The deletion of a
/// whole collection comes before its cells. What the row's own deletions shadow is not written, so a row has one form
/// only.
///
/// A row whose cells with paths take too much for one entry is CONTINUED: its entry has all but these, and they follow
/// in entries of the same layout, each a CONTINUATION: cells with paths of one column, the first of which names the
/// entry in its key, see [RowKeyFormat]. A mutation's rows are never continued.
///
/// These bytes are on disk and never change.
public final class RowFormat {
    public static final int VERSION = 1;

    /// The row exists by itself, since an INSERT at the base timestamp.
    static final int MARKER = 0x01;
    static final int MARKER_EXPIRES = 0x02;
    static final int DELETED = 0x04;
    static final int CLUSTERING = 0x08;
    /// Some cell is a deletion or expires: without this, all cells are alive whenever one looks.
    static final int MORTAL = 0x10;
    /// Cells with paths follow in further entries; none is here.
    static final int CONTINUED = 0x20;
    /// A further entry of a row: one or more cells with paths of one column, nothing else.
    static final int CONTINUATION = 0x40;
    static final int ALL_FLAGS = 0x7F;

    static final int TOMBSTONE = 0x01;
    static final int EXPIRES = 0x02;
    static final int PATH = 0x04;
    static final int OTHER_TIMESTAMP = 0x08;
    static final int COMPLEX_DELETION = 0x10;
    static final int ALL_CELL_FLAGS = 0x1F;

    static final int HEADER_BYTES = 9;

    private RowFormat() {}
}
