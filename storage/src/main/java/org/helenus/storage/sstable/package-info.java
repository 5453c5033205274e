/// Sorted, immutable files of a table's rows: layout, writing, reading.
package org.helenus.storage.sstable;
