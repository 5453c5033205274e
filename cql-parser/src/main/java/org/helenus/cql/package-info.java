/// The CQL grammar and its syntax tree.
package org.helenus.cql;
