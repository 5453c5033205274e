/// Statements about the schema: decided purely, against the schema as it is.
package org.helenus.query.ddl;
