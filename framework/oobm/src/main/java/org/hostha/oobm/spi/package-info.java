/**
 * What a driver implements: {@link org.hostha.oobm.spi.OutOfBandManagementDriver} for its name, and one small interface
 * for each capability that it has.
 */
package org.hostha.oobm.spi;
