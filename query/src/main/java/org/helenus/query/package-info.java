/// Statements resolved to plans, plans executed; system keyspaces.
package org.helenus.query;
