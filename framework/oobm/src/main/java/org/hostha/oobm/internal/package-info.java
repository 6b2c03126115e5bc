/** The moving parts of {@link org.hostha.oobm.OutOfBandManagementService}. */
package org.hostha.oobm.internal;
