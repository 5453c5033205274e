/// The syntax tree of CQL: sealed interfaces and records, immutable, equal by content.
///
/// It says what was written and nothing more: names are not resolved, types are not looked up, literals keep their
/// text. Positions live in the leaves ([Name], [Term.Literal], [Term.BindMarker]) and do not take part in equality.
package org.helenus.cql.tree;
