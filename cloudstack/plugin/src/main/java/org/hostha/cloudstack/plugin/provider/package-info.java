/** HA providers that were written for CloudStack, and what CloudStack's code wants to know of ours. */
package org.hostha.cloudstack.plugin.provider;
