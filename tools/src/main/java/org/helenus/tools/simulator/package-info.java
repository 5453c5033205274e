/// `bin/compaction-sim`: what compaction strategies would cost a workload.
package org.helenus.tools.simulator;
