/**
 * A zone of simulated hosts. A host is a session of real processes: an agent and one process a running VM, which
 * writes to its disk on a shared pool. Each host hangs on a power circuit that a real BMC simulator, {@code ipmi_sim},
 * switches. All of it lives outside this JVM, and outlives it and the management server.
 */
package org.hostha.demo.zone;
