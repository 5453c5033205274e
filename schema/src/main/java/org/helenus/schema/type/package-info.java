/// CQL types: wire form, order-preserving form, text form, names.
package org.helenus.schema.type;
