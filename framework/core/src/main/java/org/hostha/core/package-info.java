/**
 * What every other module stands on: partitions, scoped settings, monotonic time and timers, events and alerts, bounded
 * work, secrets. Plain Java; nothing here knows of hosts being fenced.
 */
package org.hostha.core;
