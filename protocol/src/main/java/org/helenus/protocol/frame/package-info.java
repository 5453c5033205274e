/// Bytes on the wire, below the messages: envelopes, their compression, the segments of version 5, and the notations
/// bodies are written in. Pure: no sockets, no threads.
package org.helenus.protocol.frame;
