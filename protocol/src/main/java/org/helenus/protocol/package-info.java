/// The native protocol, v3 to v5: frames, messages, Netty server.
package org.helenus.protocol;
