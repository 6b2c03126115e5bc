/** Threads in CloudStack's process: all of them run in managed contexts. */
package org.hostha.cloudstack.plugin.threads;
