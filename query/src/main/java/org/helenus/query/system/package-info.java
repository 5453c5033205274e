/// The system keyspaces: what clients ask about the node and the schema. Nearly all of it is generated when it is
/// read.
package org.helenus.query.system;
