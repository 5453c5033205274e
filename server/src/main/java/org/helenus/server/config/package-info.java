/// What can be set, and the file that sets it: names, units and defaults as in `cassandra.yaml` wherever the thing is
/// the same.
package org.helenus.server.config;
