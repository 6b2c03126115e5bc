/** How the driver talks. */
package org.hostha.oobm.redfish.internal;
