/// A partition that is far larger than the memory of the process.
package org.helenus.benchmarks.wide;
