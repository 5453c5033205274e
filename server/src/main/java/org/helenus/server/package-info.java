/// main, configuration, wiring, the embedded API.
package org.helenus.server;
