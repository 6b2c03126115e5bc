/** Which management servers live, and which of them run with the plugin. */
package org.hostha.cloudstack.plugin.membership;
