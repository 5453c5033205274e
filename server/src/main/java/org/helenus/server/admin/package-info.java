/// What operators ask of a running node: HTTP with JSON answers on loopback, behind a token that lies in the data
/// directory.
package org.helenus.server.admin;
