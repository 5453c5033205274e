/// Merging versions of rows and lists of deletions that come from several places: memtables and SSTables.
package org.helenus.storage.merge;
