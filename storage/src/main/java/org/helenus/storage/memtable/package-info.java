/// Rows in memory: what was written since the last flush.
package org.helenus.storage.memtable;
