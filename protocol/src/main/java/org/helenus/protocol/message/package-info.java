/// What clients ask and what they are told, as records, and the codecs between these and message bodies, both ways and
/// per version.
package org.helenus.protocol.message;
