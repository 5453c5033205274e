/// The LSM engine: encoding, commit log, memtable, SSTable, manifest, cache, merging reads.
package org.helenus.storage;
