/** CloudStack's hosts and where they stand. */
package org.hostha.cloudstack.plugin.inventory;
