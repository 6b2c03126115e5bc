/** What stands in for CloudStack's own HA manager and out-of-band management service. */
package org.hostha.cloudstack.plugin;
