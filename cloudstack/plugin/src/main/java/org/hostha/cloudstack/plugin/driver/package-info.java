/** Drivers: ours under CloudStack's names, and those that were written for CloudStack. */
package org.hostha.cloudstack.plugin.driver;
