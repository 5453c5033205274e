/// What compaction costs: bytes, reads, and the latency of those who work meanwhile.
package org.helenus.benchmarks.compaction;
