/// Growing byte buffers and variable-length integers, as the wire and the disk use them.
package org.helenus.schema.bytes;
