/**
 * VM HA of the standalone server: takes the VMs off a host that was proven off, and starts them elsewhere, each once.
 * All that it owes is in the tables, so a crash at any point loses nothing and repeats nothing.
 */
package org.hostha.server.vmha;
