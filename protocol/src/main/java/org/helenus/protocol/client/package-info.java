/// A small blocking client, for the shell, benchmarks and tests. It needs neither Netty nor a driver.
package org.helenus.protocol.client;
