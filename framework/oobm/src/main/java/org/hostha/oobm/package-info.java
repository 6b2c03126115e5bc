/**
 * Out-of-band management: what a baseboard management controller (BMC) is asked and what it may answer. Drivers
 * implement {@link org.hostha.oobm.spi}; everyone else goes through the service of this package.
 */
package org.hostha.oobm;
