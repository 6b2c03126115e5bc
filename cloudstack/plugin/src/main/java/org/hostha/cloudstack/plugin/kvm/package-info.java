/** KVM hosts of CloudStack: the provider's bean, and how hosts are asked. */
package org.hostha.cloudstack.plugin.kvm;
