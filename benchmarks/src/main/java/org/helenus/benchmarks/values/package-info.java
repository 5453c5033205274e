/// What large values cost on their way through flushes and merges, and what they would cost beside it.
package org.helenus.benchmarks.values;
