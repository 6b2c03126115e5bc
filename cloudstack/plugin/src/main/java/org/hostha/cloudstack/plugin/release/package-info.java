/** VM HA: what was on a host that was seen off starts elsewhere, through CloudStack's own VM HA. */
package org.hostha.cloudstack.plugin.release;
