/// The [org.helenus.storage.disk.Disk] seam: the real disk, and one in memory that crashes and fails on demand.
package org.helenus.storage.disk;
