/// Sorted files from rows of text or from files of elsewhere, and their way into a table.
package org.helenus.tools.load;
