/**
 * The native IPMI 2.0 driver. {@link org.hostha.oobm.ipmi.IpmiDriver} is all that others use.
 *
 * <p>Inside, {@code wire} turns bytes into values and back, {@code session} does the cryptography, both without any
 * I/O; {@code call} decides what is asked of a BMC and when, on a loop and a network that come in from outside;
 * {@code net} is the real loop and network.
 */
package org.hostha.oobm.ipmi;
