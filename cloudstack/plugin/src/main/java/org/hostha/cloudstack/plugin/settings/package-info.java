/** Settings, by CloudStack's keys and in CloudStack's tables. */
package org.hostha.cloudstack.plugin.settings;
