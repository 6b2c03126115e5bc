/** Settings kept in CloudStack's tables, for the whole cloud, a zone or a cluster. */
package org.hostha.server.settings;
