/** The driver {@code redfish}: DMTF Redfish (DSP0266) over HTTPS. */
package org.hostha.oobm.redfish;
