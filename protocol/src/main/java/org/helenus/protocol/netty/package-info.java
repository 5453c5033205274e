/// The server on its sockets: one event loop runs a connection from its bytes to its answer.
package org.helenus.protocol.netty;
