/**
 * A BMC of our own, for what other simulators lack: cipher suite 17, faults on demand, hostile packets, thousands in
 * one process. It shares no code with any driver, and is itself checked with the real {@code ipmitool}.
 */
package org.hostha.testkit.bmc;
