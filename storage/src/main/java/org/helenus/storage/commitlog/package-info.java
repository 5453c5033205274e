/// The commit log: what was acknowledged and is not yet in an SSTable. Segments of records, written and synced in
/// groups, replayed at the start.
package org.helenus.storage.commitlog;
