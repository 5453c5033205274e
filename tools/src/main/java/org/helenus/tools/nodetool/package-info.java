/// `bin/nodetool`: asks a running node through its admin endpoint, and prints what Cassandra's nodetool prints.
package org.helenus.tools.nodetool;
