/// A [server for tests][org.helenus.junit.HelenusExtension]: JUnit 5 starts and stops it, and hands a test its session,
/// its keyspace and its clock.
package org.helenus.junit;
