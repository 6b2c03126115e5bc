/** The database: opening it, bringing its tables up to date, and CloudStack's ways of keeping dates and ids in it. */
package org.hostha.server.db;
