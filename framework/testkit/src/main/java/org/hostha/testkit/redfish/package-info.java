/**
 * A Redfish service to test drivers against: real HTTP or HTTPS on loopback, with the habits of several vendors and
 * with faults on demand. The vendors' profiles are modelled on public documentation and bug reports, not recorded
 * from their machines.
 */
package org.hostha.testkit.redfish;
