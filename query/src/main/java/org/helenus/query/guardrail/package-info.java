/// Limits that whoever runs the node sets on what clients may ask for.
package org.helenus.query.guardrail;
