/// Runs compaction strategies, the very ones of the server, on files that are only described: what a workload costs
/// under each, before any data is written.
package org.helenus.compaction.simulation;
