/**
 * The stores of host HA and out-of-band management in an SQL database: CloudStack's own tables with CloudStack's
 * columns, and {@code hostha_*} tables for what CloudStack has no place for. H2 ({@code MODE=MySQL}), MariaDB and
 * MySQL.
 */
package org.hostha.store;
