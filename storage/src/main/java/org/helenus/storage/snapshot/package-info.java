/// Snapshots: hard links to a table's files, kept apart from what lives.
package org.helenus.storage.snapshot;
