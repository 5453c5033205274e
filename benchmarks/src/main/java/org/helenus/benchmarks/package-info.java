/// Same-work comparisons with peers. Nothing here is on a server's path.
package org.helenus.benchmarks;
