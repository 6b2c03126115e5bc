/** What there is to look after: read from a file, kept in CloudStack's tables, held in memory. */
package org.hostha.server.inventory;
