package org.helenus.cql;

/// One statement of a script.
///
/// @param text the statement without its semicolon, without the space and comments around it
/// @param start where `text` begins in the script, in characters
/// @param end where it ends, exclusive
/// @param complete whether a semicolon ended it; the last one may be unfinished
public record StatementText(String text, int start, int end, boolean complete) {}
