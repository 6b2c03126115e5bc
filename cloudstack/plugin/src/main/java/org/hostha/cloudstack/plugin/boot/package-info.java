/**
 * How the plugin gets into CloudStack's process: this package compares the CloudStack that it finds with what our classes need, by
 * reflection alone, and replaces CloudStack's beans only when nothing is missing. It links to no type of CloudStack.
 */
package org.hostha.cloudstack.plugin.boot;
