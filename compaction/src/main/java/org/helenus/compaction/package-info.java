/// Compaction strategies as pure functions, their scheduler and accounting.
package org.helenus.compaction;
