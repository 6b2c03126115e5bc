/** Out-of-band management by running ipmitool: {@link org.hostha.oobm.ipmitool.IpmitoolDriver}. */
package org.hostha.oobm.ipmitool;
