/** The driver {@code nestedcloudstack}: the host is a virtual machine of another CloudStack. */
package org.hostha.oobm.nestedcloudstack;
