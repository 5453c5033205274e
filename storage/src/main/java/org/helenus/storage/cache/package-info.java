/// Decompressed blocks of open SSTables in memory outside the heap, bounded by bytes.
package org.helenus.storage.cache;
