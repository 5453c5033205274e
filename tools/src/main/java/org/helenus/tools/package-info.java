/// The CQL shell and the admin tools that bin/ starts.
package org.helenus.tools;
