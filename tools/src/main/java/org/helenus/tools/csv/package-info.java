/// Rows as text, fields apart by a delimiter.
package org.helenus.tools.csv;
