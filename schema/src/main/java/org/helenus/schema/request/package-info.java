/// What every request carries: consistency level and bound values.
package org.helenus.schema.request;
