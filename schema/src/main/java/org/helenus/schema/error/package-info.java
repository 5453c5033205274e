/// The errors that a client can get, one type per error code of the native protocol.
package org.helenus.schema.error;
