/** How one ipmitool process is started, talked to and understood. */
package org.hostha.oobm.ipmitool.internal;
