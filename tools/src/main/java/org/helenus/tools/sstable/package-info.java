/// Tools that read SSTables without a server: `sstabledump`, `sstablemetadata`, `sstableverify`. They change nothing.
package org.helenus.tools.sstable;
