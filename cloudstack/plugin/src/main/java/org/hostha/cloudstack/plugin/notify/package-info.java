/** Events and alerts, told through CloudStack's own. */
package org.hostha.cloudstack.plugin.notify;
