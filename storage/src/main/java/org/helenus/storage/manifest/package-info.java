/// The manifest: which files live, which generations are flushed, what the schema is. A log of edits, synced one by
/// one.
package org.helenus.storage.manifest;
