/** HA for KVM hosts: agents and storage tell whether a host is alive, its BMC takes the power. */
package org.hostha.ha.kvm;
