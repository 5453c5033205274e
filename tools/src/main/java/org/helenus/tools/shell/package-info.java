/// The CQL shell, with the flags, commands and layouts of Python's cqlsh.
///
/// What is decided from texts and bytes alone (commands, statements of a script, values, tables, completions,
/// messages) is apart from what reads, sends and prints ([org.helenus.tools.shell.Shell],
/// [org.helenus.tools.shell.Terminal]).
package org.helenus.tools.shell;
