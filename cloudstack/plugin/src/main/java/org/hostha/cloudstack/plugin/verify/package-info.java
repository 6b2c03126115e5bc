/** Compares a CloudStack's jars with what the plugin needs, before the plugin is installed: {@code java -jar cloud-plugin-hostha.jar}. */
package org.hostha.cloudstack.plugin.verify;
