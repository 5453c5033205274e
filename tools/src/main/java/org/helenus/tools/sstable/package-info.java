/// Tools that read a data directory's files without a server: `sstabledump`, `sstablemetadata`, `sstableverify`,
/// `commitlog-dump`. They change nothing.
package org.helenus.tools.sstable;
