/// Types, tables, keyspaces, options and the errors a client can get.
package org.helenus.schema;
