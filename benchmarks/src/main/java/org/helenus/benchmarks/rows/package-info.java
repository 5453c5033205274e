/// Rows of many elements beside rows of few.
package org.helenus.benchmarks.rows;
